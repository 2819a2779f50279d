import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { jsonText } from '../../functions/core/json.ts';
import { workbookKey } from '../../functions/core/keys.ts';
import { cellSchema } from '../../functions/core/quality.ts';
import { literal } from '../../functions/core/quote.ts';
import { pythonWith } from '../../local/python.ts';
import { run } from '../aggregate/preprocessed.ts';
import { aggregateShop } from '../aggregate/shop.ts';

jest.setTimeout(300_000);

const told = jsonText(z.record(z.string(), z.array(z.array(z.tuple([cellSchema, z.string()])))));
const scratch = mkdtempSync(join(tmpdir(), 'workbook-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The rows of the only sheet of a workbook as openpyxl reads it, each cell with its type. */
async function readBack(sql: string) {
  const { bucket } = await aggregateShop([{ name: 'found', sql }]);
  const path = join(scratch, 'found.xlsx');
  writeFileSync(path, bucket.bytes(workbookKey(run)) ?? '');
  const python = pythonWith('test/slow/workbook/requirements.txt');
  const sheets = told.parse(execFileSync(python, ['test/slow/workbook/read.py', path], { encoding: 'utf8' }));
  return sheets.Found ?? [];
}

it('is read by another reader with numbers, days and texts as they are, and nothing to mend', async () => {
  const [title, , headings, row] = await readBack(
    `SELECT 12.5::DECIMAL(9, 2) AS price, DATE '2024-02-29' AS day, TIMESTAMP '2024-02-29 13:30:00' AS moment,
       true AS yes, '=1+1' AS sum, 1234567890123456789 AS large ORDER BY 1`,
  );
  expect([title?.[0]?.[0], headings?.map(([heading]) => heading)]).toEqual([
    'Found',
    ['Price', 'Day', 'Moment', 'Yes', 'Sum', 'Large'],
  ]);
  expect(row).toEqual([
    [12.5, 'n'],
    ['2024-02-29T00:00:00', 'd'],
    ['2024-02-29T13:30:00', 'd'],
    [true, 'b'],
    ['=1+1', 's'],
    ['1234567890123456789', 's'],
  ]);
});

it('keeps every text that XML can hold', async () => {
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 12 })
    .filter((one) => !/[\0\r]|_x[0-9a-f]{4}_/i.test(one));
  const texts = fc.sample(text, { numRuns: 500, seed: 7 });
  const values = texts.map((one, at) => `(${at}, ${literal(one)})`).join(', ');
  const rows = (await readBack(`SELECT nth, said FROM (VALUES ${values}) t(nth, said) ORDER BY nth`)).slice(3);
  const held = texts.map((one) => one.replace(/(?![\t\n\u007f-\u009f])[\p{Cc}\ufffe\uffff]/gu, '\ufffd'));
  expect(rows.map(([, cell]) => cell?.[0])).toEqual(held);
  expect(new Set(rows.map(([, cell]) => cell?.[1]))).toEqual(new Set(['s']));
});
