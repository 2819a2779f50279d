import { parquetOf, type Rig } from './rig.ts';

const values = `
  (1, 9007199254740993, 12.5, '99999999999999999999999999999999999999', 1e21, 'a "b"' || chr(13) || chr(10) || 'ä🙂', true, DATE '2013-02-01', TIMESTAMP '2013-02-01 00:00:00'),
  (2, -1, -0.05, '-1', 0.1::DOUBLE + 0.2::DOUBLE, '', false, DATE '1969-12-31', TIMESTAMP '1999-12-31 23:59:59.9996'),
  (3, 0, 0, '0', '-0.0', ',', false, DATE '0001-01-01', TIMESTAMP '1969-12-31 23:59:59.9994'),
  (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`;

/** Rows with what is hard to print. */
const rows = `SELECT id, big::BIGINT AS big, price::DECIMAL(10,2) AS price, huge::DECIMAL(38,0) AS huge,
  share::DOUBLE AS share, said, yes, day, seen
  FROM (VALUES ${values}) AS t(id, big, price, huge, share, said, yes, day, seen)`;

const doubles = [
  ['0.001', '0.001'],
  ['0.00099', '9.9E-4'],
  ['9999999', '9999999.0'],
  ['12345678', '1.2345678E7'],
  ['1e21', '1.0E21'],
  ['4.9e-324', '4.9E-324'],
  ['1.7976931348623157e308', '1.7976931348623157E308'],
  ['2e23', '2.0E23'],
  ['-0.5', '-0.5'],
  ["'-0.0'", '-0.0'],
  ["'NaN'", 'NaN'],
  ["'-Infinity'", '-Infinity'],
];

const printed = [
  [`TIMESTAMP '2013-02-01 00:00:00'`, '2013-02-01 00:00:00.000'],
  [`TIMESTAMP '2013-02-01 00:00:00.123'`, '2013-02-01 00:00:00.123'],
  [`TIMESTAMP '2013-02-01 00:00:00.123456'`, '2013-02-01 00:00:00.123'],
  [`TIMESTAMP '2013-02-01 00:00:00.1239996'`, '2013-02-01 00:00:00.124'],
  [`TIMESTAMP '2012-12-31 23:59:59.9995'`, '2013-01-01 00:00:00.000'],
  [`DATE '0987-06-05'`, '0987-06-05'],
  ['CAST(0.1 AS DECIMAL(10, 3))', '0.100'],
  ['CAST(-0.001 AS DECIMAL(3, 3))', '-0.001'],
  ['CAST(12 AS DECIMAL(38, 0))', '12'],
  ['1.10', '1.10'],
  ['CAST(7 AS SMALLINT)', '7'],
  ['1 < 2', 'true'],
  [`'\\n'`, '\\n'],
];

const digit = `(VALUES ${Array.from({ length: 10 }, (_, at) => `(${at})`).join(', ')})`;

/** What Athena does, whatever engine does its work. */
export function athenaSuite(opened: () => Rig): void {
  let rig: Rig;
  beforeAll(async () => {
    rig = opened();
    await rig.put('runs/one/clean/orders/a.parquet', await parquetOf(rows));
    await rig.put('runs/one/clean/orders/_complete.json', '{}');
    await rig.put('runs/two/clean/orders/a.parquet', await parquetOf('SELECT 7::INTEGER AS id'));
    await rig.put('runs/parts/clean/orders/a/1.parquet', await parquetOf('SELECT 1::INTEGER AS id'));
    await rig.put('runs/parts/clean/orders/b/1.parquet', await parquetOf('SELECT 2::INTEGER AS id'));
    await rig.put('runs/empty/clean/orders/_complete.json', '{}');
  });

  describe('a result', () => {
    it('has every value in quotes, and nothing for NULL', async () => {
      expect(await rig.csv(`SELECT * FROM orders WHERE run = 'one' ORDER BY id`)).toBe(
        [
          '"id","big","price","huge","share","said","yes","day","seen","run"',
          '"1","9007199254740993","12.50","99999999999999999999999999999999999999","1.0E21","a ""b""\r\nä🙂","true","2013-02-01","2013-02-01 00:00:00.000","one"',
          '"2","-1","-0.05","-1","0.30000000000000004","","false","1969-12-31","2000-01-01 00:00:00.000","one"',
          '"3","0","0.00","0","-0.0",",","false","0001-01-01","1969-12-31 23:59:59.999","one"',
          '"4",,,,,,,,,"one"\n',
        ].join('\n'),
      );
    });

    it('names a column without a name by its place', async () => {
      expect(await rig.csv(`SELECT count(*), max(id) AS most, 1 AS "Two Words" FROM orders WHERE run = 'one'`)).toBe(
        '"_col0","most","Two Words"\n"4","4","1"\n',
      );
    });

    it.each(doubles)('prints the double %s as Java does', async (value, text) => {
      expect(await rig.csv(`SELECT CAST(${value} AS DOUBLE) AS x`)).toBe(`"x"\n"${text}"\n`);
    });

    it.each(printed)('prints %s', async (value, text) => {
      expect(await rig.csv(`SELECT ${value} AS x`)).toBe(`"x"\n"${text}"\n`);
    });

    it('may be more than comes at once', async () => {
      const digits = ['a', 'b', 'c', 'd', 'e'].map((name) => `${digit} AS ${name}(x)`).join(', ');
      const n = 'a.x + 10 * b.x + 100 * c.x + 1000 * d.x + 10000 * e.x';
      const numbers = Array.from({ length: 100_000 }, (_, at) => `"${at}"\n`);
      expect(await rig.csv(`SELECT ${n} AS n FROM ${digits} ORDER BY 1`)).toBe(`"n"\n${numbers.join('')}`);
    });
  });

  describe('a table', () => {
    it.each(['none', 'empty'])('has no rows in the run %s, which has no files', async (run) => {
      expect(await rig.csv(`SELECT id FROM orders WHERE run = '${run}'`)).toBe('"id"\n');
      expect(await rig.csv(`SELECT count(*) AS n, sum(price) AS s FROM orders WHERE run = '${run}'`)).toBe(
        '"n","s"\n"0",\n',
      );
    });

    it('has NULL where a file lacks a column', async () => {
      expect(await rig.csv(`SELECT id, said FROM orders WHERE run = 'two'`)).toBe('"id","said"\n"7",\n');
    });

    it('has the rows of folders in its folder', async () => {
      expect(await rig.csv(`SELECT id FROM orders WHERE run = 'parts' ORDER BY id`)).toBe('"id"\n"1"\n"2"\n');
    });

    it('can be read of two runs in one query', async () => {
      const both = `SELECT a.id, b.id AS other FROM orders a, orders b WHERE a.run = 'two' AND b.run = 'one' ORDER BY 2 DESC`;
      expect(await rig.csv(both)).toBe('"id","other"\n"7","4"\n"7","3"\n"7","2"\n"7","1"\n');
    });

    it.each(['', `WHERE run <> 'one'`, `WHERE run = 'one' OR id = 1`])('cannot be read %s', async (where) => {
      const { Status } = (await rig.endOf(`SELECT id FROM orders ${where}`)) ?? {};
      const words = expect.stringMatching(/^CONSTRAINT_VIOLATION: For the injected projected partition column run, /);
      expect(Status).toMatchObject({ State: 'FAILED', StateChangeReason: words });
      expect(Status?.AthenaError).toMatchObject({ ErrorCategory: 2, Retryable: false, ErrorMessage: words });
    });
  });

  describe('a query', () => {
    it('tells how many bytes it has read', async () => {
      const { Statistics } = (await rig.endOf(`SELECT max(said) AS x FROM orders WHERE run = 'one'`)) ?? {};
      expect(Statistics?.DataScannedInBytes).toBeGreaterThan(10);
      expect(Statistics?.DataScannedInBytes).toBeLessThanOrEqual((await parquetOf(rows)).length);
    });

    it.each(['SELEC 1', 'SELECT 1; SELECT 2', 'SELECT 1 FROM', "SELECT 'x"])(
      'is not begun where it is none: %s',
      async (sql) => {
        await expect(rig.start(sql)).rejects.toMatchObject({ name: 'InvalidRequestException' });
      },
    );

    it('may end with a semicolon', async () => {
      expect(await rig.csv('SELECT 1 AS x;\n')).toBe('"x"\n"1"\n');
    });

    it.each([
      ['SELECT * FROM nowhere', 'nowhere'],
      [`SELECT nothing FROM orders WHERE run = 'one'`, 'nothing'],
      [`SELECT CAST(said AS INTEGER) AS x FROM orders WHERE run = 'one' AND id = 1`, 'ä🙂'],
    ])('fails, and tells why: %s', async (sql, word) =>
      expect((await rig.endOf(sql))?.Status).toMatchObject({
        State: 'FAILED',
        StateChangeReason: expect.stringContaining(word),
        AthenaError: { ErrorCategory: 2 },
      }),
    );

    it('names its tables with their database, where none was said', async () => {
      const id = await rig.start(`SELECT id FROM shop.orders WHERE run = 'two'`, { QueryExecutionContext: {} });
      expect((await rig.ended(id))?.Status).toMatchObject({ State: 'SUCCEEDED' });
      const unknown = await rig.start(`SELECT id FROM orders WHERE run = 'two'`, { QueryExecutionContext: {} });
      expect((await rig.ended(unknown))?.Status).toMatchObject({ State: 'FAILED' });
    });

    it('is stopped, and leaves no result', async () => {
      const names = Array.from({ length: 12 }, (_, at) => `t${at}`);
      const tables = names.map((name) => `${digit} AS ${name}(x)`).join(', ');
      const id = await rig.start(`SELECT max(${names.map((name) => `${name}.x`).join(' * ')}) AS x FROM ${tables}`);
      await rig.stop(id);
      expect((await rig.ended(id))?.Status).toMatchObject({ State: 'CANCELLED' });
      await expect(rig.object(`runs/one/athena/${id}.csv`)).rejects.toMatchObject({ name: 'NoSuchKey' });
    });

    it('is cancelled where it reads more than its workgroup lets it', async () => {
      const end = await rig.endOf(`SELECT id FROM orders WHERE run = 'one'`, { WorkGroup: 'poor' });
      expect(end?.Status).toMatchObject({ State: 'CANCELLED', StateChangeReason: 'Bytes scanned limit was exceeded' });
    });
  });
}
