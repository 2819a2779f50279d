import { z } from 'zod';
import { defineReport, line, ranking } from '../../functions/tributary.ts';

const daily = { name: 'daily', sql: '' };
const report = { title: 'Shop', figures: [], tables: [daily] };
/** As somebody writes it whom no type holds back. */
const untyped = <Value>(value: unknown): Value => z.custom<Value>().parse(value);

it('refuses charts as they were, and says how they are written now', () => {
  const charts = untyped<never[]>([{ title: 'Days', table: daily, spec: { mark: 'bar' } }]);
  expect(() => defineReport({ ...report, charts })).toThrow(/`charts` are `page: \[ranking\(byShop, .* now/);
  expect(() => ranking(untyped({ label: 'shop', value: 'orders' }), untyped(undefined))).toThrow(
    /ranking\({ … }\) is written ranking\(table, { title, … }\) now/,
  );
});

it('takes a list of charts that is empty', () => {
  expect(defineReport({ ...report, charts: [] })).toEqual(report);
});

it('is plain data, its components too, which name their table', () => {
  const page = [line(daily, { title: 'Days', x: 'day', y: 'orders' })];
  const defined = defineReport({ ...report, page });
  expect(JSON.parse(JSON.stringify(defined))).toEqual(defined);
  expect(defined.page).toMatchObject([{ kind: 'line', table: 'daily', names: ['day', 'orders'], along: 'day' }]);
});
