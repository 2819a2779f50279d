import { renderToString } from 'preact-render-to-string';
import type { Cell, Table } from '../../../functions/core/quality.ts';
import type { Component } from '../../../functions/definition/components/components.ts';
import type { TableDefinition } from '../../../functions/definition/define-report.ts';
import { Spoken, tongueOf } from '../../../functions/publishing/tongue.tsx';
import { Drawn } from '../../../functions/report/components/component.tsx';
import type { ChartData } from '../../../functions/report/drawing/data.ts';

/** February, the batch of these examples. */
export const february = { name: '2023-02', from: '2023-02-01', to: '2023-03-01' };
export const year = { name: '2023', from: '2023-01-01', to: '2024-01-01' };

type Types = Readonly<Record<string, Table['columns'][number]['type']>>;

/** A table of the shop, with a row for each list of cells. */
export function tableOf(types: Types, rows: readonly (readonly Cell[])[]): Table {
  const columns = Object.entries(types).map(([name, type]) => ({ name, type }));
  const named = rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])));
  return { name: 'sales', columns, rowCount: rows.length, rows: named };
}

/** What a component's `table` is, as imported. */
export const sales = { name: 'sales', sql: '' };

/** A row for each day from the first on, but those left out. */
export const daily = (from: string, count: number, valueAt: (at: number) => Cell, leftOut: readonly number[] = []) =>
  Array.from({ length: count }, (_, at): Cell[] => {
    const day = new Date(Date.parse(from) + at * 86_400_000).toISOString().slice(0, 10);
    return [day, valueAt(at)];
  }).filter((_, at) => !leftOut.includes(at));

interface Around extends Partial<Omit<ChartData, 'definition'>> {
  readonly columns?: NonNullable<TableDefinition['columns']>;
  readonly locale?: string;
}

/** The HTML of a component over a table. */
export function drawn(component: Component, table: Table, { locale = 'en', columns, ...around }: Around = {}): string {
  const definition = columns && { ...sales, columns };
  const data = { id: 'one', batch: february, table, before: undefined, ...around, definition };
  return renderToString(
    <Spoken.Provider value={tongueOf(locale)}>
      <Drawn component={component} data={data} />
    </Spoken.Provider>,
  );
}

const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();

/** What a person reads of an element of that class, one space apart; undefined where there is none. */
export function read(html: string, name: string): string | undefined {
  const [, , text] = new RegExp(`<(\\w+)[^>]* class="${name}"[^>]*>(.*?)</\\1>`, 's').exec(html) ?? [];
  return text === undefined ? undefined : plain(text);
}

/** The texts of the picture, in their order. */
export const textsIn = (html: string): string[] =>
  [...html.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => plain(text));
export const namesIn = (html: string): string[] =>
  [...html.matchAll(/<span class="name">(.*?)<\/span>/g)].map(([, text = '']) => plain(text));
/** What the picture says to who cannot see it. */
export const labelIn = (html: string): string => plain(/role="img" aria-label="([^"]*)"/.exec(html)?.[1] ?? '');
/** Where something is missing: the beginning and the length of each gap, in percent of the width. */
export const gapsIn = (html: string): [number, number][] =>
  [...(html.split('<p class="missing"')[0] ?? '').matchAll(/class="gap" x="([\d.]+)%" width="([\d.]+)%"/g)].map(
    ([, x, width]) => [Number(x), Number(width)],
  );
export const pathsIn = (html: string, mark: string): string[] =>
  [...html.matchAll(new RegExp(`<path class="${mark}" d="([^"]*)"`, 'g'))].map(([, d = '']) => d);
/** The cells of the data table, a list a row, the headings first. */
export const cellsIn = (html: string): string[][] =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => plain(cell)),
  );
