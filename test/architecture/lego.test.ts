import { readdirSync, readFileSync } from 'node:fs';
import { pipeline } from '../../pipeline/pipeline.ts';

const names = (folder: string, extension: string) =>
  readdirSync(folder)
    .flatMap((file) => (file.endsWith(extension) ? [file.slice(0, -extension.length)] : []))
    .sort();

it('lists every source of pipeline/sources/ in pipeline.ts, under the name of its file', () => {
  expect(pipeline.sources.map(({ name }) => name).sort()).toEqual(names('pipeline/sources', '.ts'));
});

it('lists every table of pipeline/report/ in report.ts, under the name of its file', () => {
  const tables = Object.fromEntries(pipeline.report.tables.map(({ name, sql }) => [name, sql]));
  expect(Object.keys(tables).sort()).toEqual(names('pipeline/report', '.sql'));
  for (const [name, sql] of Object.entries(tables)) {
    expect(sql).toBe(readFileSync(`pipeline/report/${name}.sql`, 'utf8'));
  }
});
