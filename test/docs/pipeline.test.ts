import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { openBatch } from '../../functions/aggregate/sources.ts';
import { contractOf, sqlType } from '../../functions/contract/contract.ts';
import { batchOf, periods } from '../../functions/core/batch.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { decimal, localTime } from '../../functions/tributary.ts';

/** The rows of the table under a heading of the docs, each as what stands between backticks in its first columns. */
const tableUnder = (heading: string): string[][] => {
  const [, section = ''] = readFileSync('docs/pipeline.md', 'utf8').split(`## ${heading}\n`);
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => [...line.matchAll(/`([^`]*)`/g)].map(([, text = '']) => text));
};

it('tells all periods, with a batch of each', () => {
  const told = tableUnder('Periods');
  expect(told.map(([period]) => period)).toEqual(periods);
  for (const period of periods) {
    const [, name = ''] = told.find(([one]) => one === period) ?? [];
    expect(batchOf(period, name).name).toBe(name);
  }
});

it('tells what each type of zod is in SQL', () => {
  const schemas: Readonly<Record<string, z.ZodType>> = {
    'z.string()': z.string(),
    "z.enum(['web', 'store'])": z.enum(['web', 'store']),
    'z.email()': z.email(),
    'z.uuid()': z.uuid(),
    'z.iso.time()': z.iso.time(),
    'z.int()': z.int(),
    'z.number()': z.number(),
    'decimal(12, 2)': decimal(12, 2),
    'z.boolean()': z.boolean(),
    'z.iso.date()': z.iso.date(),
    'z.iso.datetime({ offset: true })': z.iso.datetime({ offset: true }),
    "localTime('Europe/Zurich')": localTime('Europe/Zurich'),
  };
  const types = Object.entries(schemas).map(([text, schema]) => {
    const [column] = contractOf({ name: 's', row: z.object({ c: schema }) }).columns;
    return [text, column && sqlType(column.type)];
  });
  expect(tableUnder('What a column may be')).toEqual(types);
});

it('tells the columns of the table batch', async () => {
  const columns = await withDuckDB()(async (engine) => {
    await openBatch(batchOf('month', '2013-02'), engine);
    return engine.rows('SELECT column_name FROM (DESCRIBE batch)');
  });
  expect(tableUnder("What the report's SQL sees").map(([name]) => name)).toEqual(
    columns.map(({ column_name }) => column_name),
  );
});

it.each([
  ['Tables', 'TableDefinition'],
  ['Figures', 'FigureDefinition'],
  ['Charts', 'ChartDefinition'],
])('tells every option of %s', (heading, name) => {
  const code = readFileSync('functions/definition/define-report.ts', 'utf8');
  const [, body = ''] = new RegExp(`interface ${name}[^{]* \\{\\n(.*?)\\n\\}`, 's').exec(code) ?? [];
  const options = [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, option]) => option);
  expect(options.length).toBeGreaterThan(2);
  expect(tableUnder(heading).map(([option]) => option)).toEqual(options);
});
