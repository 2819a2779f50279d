import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { shortType } from '../../commands/new-source/column-text.ts';
import { guessSource } from '../../commands/new-source/new-source.ts';
import type { NewSourceOptions } from '../../commands/new-source/options.ts';
import { sourceFile } from '../../commands/new-source/source-file.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { freePort } from '../../local/loopback.ts';
import { parquetOf } from '../world/parquet.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-guess-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const guess = (options: Omit<NewSourceOptions, 'name'>) =>
  withDuckDB()((engine) => guessSource({ name: 'rows', ...options }, 'Europe/Zurich', engine));

async function guessed(content: string | Uint8Array, name = 'rows.csv', options: Partial<NewSourceOptions> = {}) {
  const file = join(folder, name);
  await writeFile(file, content);
  return guess({ from: file, ...options });
}

const typesIn = async (...rows: string[]) => {
  const { columns } = await guessed(`${['c', ...rows].join('\n')}\n`);
  return columns.map((column) => `${shortType(column)}${column.empty > 0 ? '?' : ''}`).join();
};

describe('the type of a column', () => {
  it.each([
    ['int', ['1', '-20', '0']],
    ['int?', ['1', '""', '3']],
    ['string', ['007', '008']],
    ['number', ['1.5', '2', '1e10']],
    ['decimal(12, 2)', ['10.50', '3.00']],
    ['decimal(30, 20)', ['0.12345678901234567890', '1']],
    ['decimal(18, 0)', ['9007199254740993', '1']],
    ['string', ['1234567890123456789012345678901234567890', '1']],
    ['boolean', ['true', 'FALSE']],
    ['iso.date', ['2026-01-31', '2024-02-29']],
    ['string', ['2026-02-30', '2026-01-01']],
    ['iso.datetime', ['2026-01-31T10:00:00Z', '2026-01-31 10:00+02:00']],
    ['localTime("Europe/Zurich")', ['2026-01-31 10:00', '2026-01-31T10:00:01']],
    ['localTime("UTC")', ['2026-03-29 02:30', '2026-01-31 10:00']],
    ['string', ['31.01.2026', '01.02.2026']],
    ['enum of 2', Array(5).fill(['web', 'store']).flat()],
    ['string', ['web', 'store', 'web']],
    ['string', []],
    ['int?', ['1', 'NA', '3']],
    ['string', ['Namibia', 'NA']],
  ])('is %s of %j', async (type, rows) => {
    expect(await typesIn(...rows)).toBe(type);
  });
});

describe('the key', () => {
  it.each([
    ['one column', 'day,order_id\n2026-01-01,1\n2026-01-02,2\n', ['order_id']],
    ['two columns', 'shop,till,amount\na,1,1.50\na,2,1.50\nb,1,1.50\n', ['shop', 'till']],
    ['three columns', 'a,b,c\n1,1,1\n1,1,2\n1,2,1\n2,1,1\n', ['a', 'b', 'c']],
    ['no column that may be empty', 'id,n\n1,1\n,2\n', ['n']],
    ['none of rows that come twice', 'a,b\n1,2\n1,2\n', []],
    ['none of one row', 'a\n1\n', []],
  ])('is %s', async (_, csv, key) => {
    expect((await guessed(csv)).key).toEqual(key);
  });
});

it('renames what SQL or TypeScript would not take unquoted', async () => {
  const { columns } = await guessed('Order date,Größe,select,ID,id,数量,2nd,constructor,ok\n1,2,3,4,5,6,7,8,9\n');
  expect(Object.fromEntries(columns.map(({ name, deliveredAs }) => [deliveredAs, name]))).toEqual({
    'Order date': 'order_date',
    Größe: 'grosse',
    select: 'select_',
    ID: 'ID',
    id: 'id_2',
    数量: 'column_6',
    '2nd': 'n2nd',
    constructor: 'constructor_',
    ok: 'ok',
  });
});

it('takes words for no value only where they stand among values of a type', async () => {
  const { missing, columns } = await guessed('n,country\n1,NA\nN/A,-\n3,CH\n');
  expect(missing).toEqual(['', 'N/A']);
  expect(columns.map(({ empty }) => empty)).toEqual([1, 0]);
});

it('takes NaN of JSON for a word that means no value', async () => {
  const { missing, columns, example } = await guessed('{"n":1,"name":"a"}\n{"n":NaN,"name":NaN}\n', 'rows.ndjson');
  expect(missing).toEqual(['', 'NaN']);
  expect([example.rows, ...columns.map(({ empty }) => empty)]).toEqual([2, 1, 1]);
});

it('refuses a header that is not UTF-8, whose names nobody can write', async () => {
  await expect(guessed(Buffer.from('id,gr\u00f6\u00dfe\n1,2\n', 'latin1'))).rejects.toThrow(
    /has bytes in its header that are not UTF-8\. Save it as UTF-8\./,
  );
});

it('counts rows that no contract could read, and guesses from the others', async () => {
  const { example, columns } = await guessed('a,b\n1,2\n3\nx,y,z\n');
  expect(example).toMatchObject({ rows: 1, unreadable: 2 });
  expect(columns.map(shortType)).toEqual(['int', 'int']);
});

it.each([
  ['a,b,a\n1,2,3\n', 'rows.csv', 'has the column "a" twice. Leave one out, or name it otherwise.'],
  ['', 'rows.csv', 'is empty. Upload it again, or leave it out.'],
  ['[{"a":1}', 'rows.json', 'is cut off: its array is never closed'],
  ['[]', 'rows.json', 'has no row to guess from. Take one with some rows.'],
])('says what is wrong with %j in %s', async (content, name, problem) => {
  await expect(guessed(content, name)).rejects.toThrow(`${join(folder, name)} ${problem}`);
});

it.each([';', '\t', '|'])('finds %j between the columns', async (separator) => {
  const { origin, columns } = await guessed(`a${separator}b\n1${separator}"x,y"\n`);
  expect(origin.code).toBe(`upload({ separator: ${JSON.stringify(separator)} })`);
  expect(columns.map(shortType)).toEqual(['int', 'string']);
});

describe('other formats', () => {
  const lines = '{"id":12345678901234567890,"a":1.5}\n{"id":2,"b":null,"a":2}\n';

  it('read every digit of JSON, and tell null from a key that is not there', async () => {
    const source = sourceFile(await guessed(lines, 'rows.ndjson'));
    expect(source).toContain('id: decimal(22, 0).describe("Id")');
    expect(source).toContain('b: z.string().nullish()');
    expect(sourceFile(await guessed('[{"id":1,"a":null},{"id":2,"a":5}]', 'rows.json'))).toContain(
      'a: z.int().nullable()',
    );
  });

  it('read what is packed, and Parquet', async () => {
    const packed = await guessed(gzipSync('id,at\n1,2026-01-31\n2,2026-01-31\n'), 'rows.csv.gz');
    expect(packed.columns.map(shortType)).toEqual(['int', 'iso.date']);
    const file = await parquetOf(
      "SELECT 1 AS id, 1.50::DECIMAL(9, 2) AS price, TIMESTAMP '2026-01-31 10:00:00' AS at, true AS ok, NULL::DATE AS day",
    );
    const { columns } = await guessed(file, 'rows.parquet');
    expect(columns.map(shortType)).toEqual([
      'int',
      'decimal(12, 2)',
      'localTime("Europe/Zurich")',
      'boolean',
      'string',
    ]);
  });
});

describe('what is no file', () => {
  it('is guessed from an example', async () => {
    const example = join(folder, 'example.csv');
    await writeFile(example, 'id,note\n1,\n2,x\n');
    const query = `SELECT id, note FROM "t's" WHERE at >= :from`;
    expect(sourceFile(await guess({ from: 'postgres:shop-db', query, example }))).toContain(
      `origin: postgres({ secret: "shop-db", query: ${JSON.stringify(query)} }),`,
    );
    const items = sourceFile(await guess({ from: 'dynamodb:products', example }));
    expect(items).toContain('origin: dynamodb({ table: "products" }),');
    expect(items).toContain('note: z.string().nullish()');
  });

  it('is, of an API, guessed from one page', async () => {
    const port = await freePort();
    const page = '{"total":2,"data":{"orders":[{"id":1,"price":12345678901234567.50},{"id":2,"price":1.25}]}}';
    const server = createServer((_, response) => response.end(page)).listen(port, '127.0.0.1');
    const url = `http://127.0.0.1:${port}/orders`;
    const source = sourceFile(await guess({ from: url }));
    expect(source).toContain(`origin: http({ url: "${url}", rows: ["data", "orders"] }),`);
    expect(source).toContain('price: decimal(21, 2)');
    await expect(guess({ from: url, rows: 'data.items' })).rejects.toThrow('lists of objects: data.orders');
    server.close();
  });

  it.each([
    [
      { from: 'postgres:shop-db' },
      'postgres:shop-db is not asked from here: say a file with some of its rows by --example.',
    ],
    [{ from: 'postgres:shop-db', example: 'x.csv' }, 'Which rows of postgres:shop-db? Say --query, a SELECT.'],
    [{ from: 'https://api.example.com/?from={from}' }, 'has a window: say a file with some rows by --example.'],
    [{ from: 'nowhere.csv' }, 'nowhere.csv is not there: say a file of rows.'],
    [{ from: 'README.md' }, 'README.md has an extension that is not known: name it .csv'],
  ])('is refused, as %j, where it says too little', async (options, problem) => {
    await expect(guess(options)).rejects.toThrow(problem);
  });
});

it('writes no value of a text, but for those of an enum', async () => {
  const source = sourceFile(await guessed('id,email\n1,ada@example.com\n2,bob@example.com\n'));
  expect(source).not.toContain('example.com');
  expect(source).toContain('// up to 15 characters, 2 different\n    email: z.string()');
});
