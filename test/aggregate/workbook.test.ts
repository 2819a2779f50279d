import { strFromU8, unzipSync } from 'fflate';
import { tableKey, workbookKey } from '../../functions/core/keys.ts';
import type { TableDefinition } from '../../functions/definition/define-report.ts';
import { run } from './preprocessed.ts';
import { aggregateShop, twoOrders } from './shop.ts';

/** The parts of the workbook that is made of these tables. */
async function partsOf(tables: readonly TableDefinition[], threads = 1) {
  const { bucket, complete } = await aggregateShop(tables, { threads });
  const bytes = bucket.bytes(workbookKey(run));
  const parts = bytes && Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]);
  return { bytes, parts: Object.fromEntries(parts ?? []) as Record<string, string>, complete: await complete() };
}

/** The cells of the first sheet: those of text in quotes, others as they are, with the code of their format. */
async function cellsOf(sql: string, more: Partial<TableDefinition> = {}): Promise<Record<string, string>> {
  const { parts } = await partsOf([{ name: 'found', sql, ...more }]);
  const codes = [...(parts['xl/styles.xml'] ?? '').matchAll(/formatCode="([^"]*)"/g)].map(([, code]) => code ?? '');
  const sheet = parts['xl/worksheets/sheet1.xml'] ?? '';
  expect(sheet).not.toMatch(/<f>|<f /);
  return Object.fromEntries(
    [...sheet.matchAll(/<c r="([A-Z]+\d+)"((?: [a-z]+="[^"]*")*)>(.*?)<\/c>/gs)].map(
      ([, place = '', attributes, inside = '']) => {
        const style = Number(/ s="(\d+)"/.exec(attributes ?? '')?.[1] ?? 0);
        const code = style >= 5 ? ` ${codes[style - 5]}` : '';
        const text = /^<is><t xml:space="preserve">(.*)<\/t><\/is>$/s.exec(inside)?.[1];
        return [place, text === undefined ? `${inside.replace(/<\/?v>/g, '')}${code}` : `"${text}"`];
      },
    ),
  );
}

it('has a sheet for each table, under its title, with the headings of the page', async () => {
  const { parts, complete, bytes } = await partsOf([
    { name: 'by_day', sql: 'SELECT placed_on, amount FROM orders ORDER BY id' },
    {
      name: 'all_orders',
      sql: 'SELECT id, amount, note AS secret FROM orders ORDER BY id',
      title: 'All <orders> & more',
      subtitle: 'As they came',
      columns: { id: { title: 'Number' }, secret: { hidden: true } },
    },
  ]);
  expect(parts['xl/workbook.xml']?.match(/sheet name="[^"]*"/g)).toEqual([
    'sheet name="By day"',
    'sheet name="All &#60;orders&#62; &#38; more"',
  ]);
  const second = parts['xl/worksheets/sheet2.xml'] ?? '';
  expect(second.match(/<t xml:space="preserve">[^<]*/g)?.map((text) => text.split('>')[1])).toEqual([
    'All &#60;orders&#62; &#38; more',
    'As they came',
    'Number',
    'Amount',
    'Secret',
    'late',
  ]);
  expect(second).toContain('hidden="1"');
  expect(complete.workbook?.bytes).toBe(bytes?.length);
});

it('has real numbers, days and times, and what a spreadsheet would round as text', async () => {
  const sql = `SELECT 12.50::DECIMAL(12, 2) AS price, 1234567890123456789 AS long_number, 0.1::DOUBLE AS part,
      DATE '2024-02-29' AS day, TIMESTAMP '2024-02-29 12:00:00' AS moment, DATE '1899-12-31' AS old, true AS yes,
      NULL::VARCHAR AS nothing, 2024 AS year, 76.2::DOUBLE AS share ORDER BY 1`;
  const columns = { price: { format: { currency: 'CHF' } }, share: { format: { digits: 1, unit: ' %' } } };
  expect(await cellsOf(sql, { columns })).toMatchObject({
    A4: '12.5 #,##0.00&#34; CHF&#34;',
    B4: '"1234567890123456789"',
    C4: '0.1 #,##0.00',
    D4: '45351 yyyy-mm-dd',
    E4: '45351.5 yyyy-mm-dd hh:mm:ss',
    F4: '"1899-12-31"',
    G4: '1',
    I4: '2024 0',
    J4: '76.2 #,##0.0&#34; %&#34;',
  });
});

it.each([
  ['what begins like a formula', '=1+1', '=1+1'],
  ['a byte order mark', '\ufeffa', '\ufeffa'],
  ['what is special in XML', '<a> & "b"', '&#60;a&#62; &#38; &#34;b&#34;'],
  ['what objects have by nature', '__proto__', '__proto__'],
  ['what a spreadsheet reads as a code', '_x0041_', '_x005F_x0041_'],
  ['what XML cannot hold', 'a\u0001b', 'a\ufffdb'],
  ['blanks at its ends', '  a ', '  a '],
])('has text as it is: %s', async (_, text, told) => {
  expect(await cellsOf(`SELECT ${`'${text}'`} AS found ORDER BY 1`)).toMatchObject({ A4: `"${told}"` });
});

it('cuts a text to what a cell can hold', async () => {
  const { A4 = '' } = await cellsOf(`SELECT repeat('x', 40000) AS found ORDER BY 1`);
  expect(A4.slice(1, -1)).toBe(`${'x'.repeat(32_766)}…`);
});

it('names sheets so that a spreadsheet takes them, each otherwise', async () => {
  const titles = [
    'A title of more than thirty-one letters',
    'A title of more than thirty-one signs',
    'a/b:c*?[d]',
    "'x'",
    'History',
    'X',
  ];
  const tables = titles.map((title, at) => ({ name: `t${at}`, title, sql: 'SELECT 1 AS one ORDER BY 1' }));
  const { parts } = await partsOf(tables);
  const names = [...(parts['xl/workbook.xml'] ?? '').matchAll(/sheet name="([^"]*)"/g)].map(([, name]) => name);
  expect(names).toEqual([
    'A title of more than thirty-one',
    'A title of more than thirty (2)',
    'a b c d',
    'x',
    'History_',
    'X (2)',
  ]);
});

it('has as many rows as a spreadsheet bears, and tells where all of them are', async () => {
  const wide = Array.from({ length: 100 }, (_, at) => `i AS c${at}`).join(', ');
  const { parts } = await partsOf([{ name: 'many', sql: `SELECT ${wide} FROM range(2501) t(i) ORDER BY i` }]);
  const sheet = parts['xl/worksheets/sheet1.xml'] ?? '';
  expect(sheet.match(/<row /g)).toHaveLength(3 + 2500);
  expect(sheet).toContain('2,500 of 2,501 rows: all are in many.csv');
}, 60_000);

it('is the same, to the byte, whatever the clock and the threads', async () => {
  const tables = [{ name: 'found', sql: 'SELECT id, note, placed_at FROM orders ORDER BY id' }];
  const first = await partsOf(tables);
  jest.useFakeTimers({ now: new Date('2031-05-05T05:05:05Z'), doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] });
  const second = await partsOf(tables, 2).finally(() => jest.useRealTimers());
  expect(first.bytes?.equals(second.bytes ?? Buffer.alloc(0))).toBe(true);
  expect(first.bytes?.length).toBeGreaterThan(1000);
});

it('is not made where there is no table', async () => {
  const { bytes, complete } = await partsOf([]);
  expect([bytes, complete.workbook]).toEqual([undefined, undefined]);
});

it('says the same as the CSV of the table', async () => {
  const sql = 'SELECT id, amount, note FROM orders ORDER BY id';
  const { csv } = await aggregateShop([{ name: 'found', sql }], { clean: twoOrders });
  const cells = await cellsOf(sql);
  const values = Object.entries(cells).flatMap(([place, cell]) =>
    Number(place.slice(1)) > 3 ? cell.replace(/ .*|"/g, '') : [],
  );
  const records = (csv('found') ?? '').trim().split('\r\n').slice(1);
  expect(values.map(String)).toEqual(
    records.flatMap((line) =>
      line
        .split(',')
        .filter((text) => text !== '')
        .map((text) => text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')),
    ),
  );
  expect(tableKey(run, 'found', 'csv')).toContain('found.csv');
});
