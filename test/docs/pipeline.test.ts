import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { openBatch } from '../../functions/aggregate/sources.ts';
import { contractOf, sqlType } from '../../functions/contract/contract.ts';
import { batchOf, periods } from '../../functions/core/batch.ts';
import { connectors } from '../../functions/origins/origins.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { decimal, localTime } from '../../functions/tributary.ts';

/** The rows of the table under a heading of the docs, each as what stands between backticks in its columns. */
const tableUnder = (heading: string, page = 'docs/pipeline.md'): string[][] => {
  const [, section = ''] = readFileSync(page, 'utf8').split(`## ${heading}\n`);
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

/** The members of an interface, each with the words that it takes. */
function optionsOf(file: string, name: string) {
  const code = readFileSync(file, 'utf8');
  const [, body = ''] = new RegExp(`interface ${name}\\b[^{]* \\{\\n(.*?)\\n\\}`, 's').exec(code) ?? [];
  return [...body.matchAll(/^ {2}readonly (\w+)\??:(.*)$/gm)].map(([, option = '', type = '']) => ({
    option,
    words: [...type.matchAll(/'(\w+)'/g)].map(([, word]) => word),
  }));
}

it.each([
  ['The pipeline', 'definition/define-pipeline.ts', 'PipelineOptions'],
  ['A source', 'definition/define-source.ts', 'SourceOptions'],
  ['Uploads', 'origins/upload/options.ts', 'UploadOptions'],
  ['Late uploads', 'definition/define-source.ts', 'Late'],
  ['Limits', 'core/limits.ts', 'Limits'],
  ['Tables', 'definition/define-report.ts', 'TableDefinition'],
  ['Figures', 'definition/define-report.ts', 'FigureDefinition'],
  ['The page', 'definition/components/component.ts', 'ChartOptions'],
  ['Lines over time', 'definition/components/line.ts', 'LineOptions'],
  ['Bars', 'definition/components/bars.ts', 'BarsOptions'],
  ['Rankings', 'definition/components/ranking.ts', 'RankingOptions'],
  ['How numbers are written', 'core/number.ts', 'NumberFormat'],
])('tells every option of %s, and every word that it takes', (heading, file, name) => {
  const options = optionsOf(`functions/${file}`, name);
  expect(options.length).toBeGreaterThan(1);
  const told = tableUnder(heading);
  expect(told.map(([option]) => option)).toEqual(options.map(({ option }) => option));
  for (const [at, { words }] of options.entries()) expect(told[at]).toEqual(expect.arrayContaining(words));
});

it('tells every way in which an upload is complete', () => {
  const code = readFileSync('functions/origins/upload/options.ts', 'utf8');
  const [, ways = ''] = /type Complete =\n(.*?);\n/s.exec(code) ?? [];
  const names = [...ways.matchAll(/readonly (\w+):/g)].map(([, name]) => name);
  const [[, ...told] = []] = tableUnder('Uploads');
  expect(told.map((text) => /^\{ (\w+):/.exec(text)?.[1]).sort()).toEqual(names.sort());
});

const { upload: _, ...pulled } = connectors;

it.each(Object.keys(pulled))('tells every option of the connector %s', (kind) => {
  const options = optionsOf(`functions/origins/${kind}/options.ts`, '\\w+Options').map(({ option }) => option);
  const told = tableUnder(kind, 'docs/connectors.md').map(([option]) => option);
  expect(told).toEqual(options.filter((option) => option !== 'settle'));
});

it('tells every column that the suite of the connectors seeds', () => {
  const columns = optionsOf('test/origins/contract.ts', 'Row').map(({ option }) => option);
  expect(tableUnder('A fifth', 'docs/connectors.md').map(([column]) => column)).toEqual(columns);
});
