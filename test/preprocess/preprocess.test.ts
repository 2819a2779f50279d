import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { z } from 'zod';
import { manifestKey, qualityKey, snapshotKey } from '../../functions/core/keys.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { preprocess } from '../../functions/preprocess/preprocess.ts';
import { judge } from '../../functions/publishing/gate.ts';
import { decimal, dynamodb, localTime, upload } from '../../functions/tributary.ts';
import { memoryBucket } from '../world/bucket.ts';
import { silent } from '../world/log.ts';
import { parquetOf } from '../world/parquet.ts';
import { header, manifestOf, order, ordersCsv, ordersPipeline, preprocessed, reasonsOf } from './orders.ts';

it('writes typed rows, and what was counted last', async () => {
  const { result, clean, quality, bucket } = await preprocessed({ files: { 'a.csv': ordersCsv(1, 2) } });
  expect(result).toEqual({
    source: 'orders',
    read: 2,
    clean: 2,
    rejected: 0,
    duplicates: 0,
    withinLimits: true,
    holds: false,
  });
  expect(clean[0]).toEqual({
    id: '1',
    at: '2013-02-08 10:00:00',
    day: '2013-02-08',
    amount: '1.50',
    weight: 0.25,
    channel: 'web',
    note: 'fine',
  });
  const sha256 = createHash('sha256').update(ordersCsv(1, 2)).digest('hex');
  expect(quality.files).toEqual([{ file: 'a.csv', format: 'csv', rows: 2, fault: null, extraColumns: [], sha256 }]);
  expect(bucket.writes.map((key) => key.split('/')[2])).toEqual(['clean', 'rejected', 'duplicates', 'quality']);
});

it('reads the snapshot of a pulled source, in several files, of which some are empty', async () => {
  const row = z.object({ id: z.int(), exact: decimal(38, 0), note: z.string().nullable() });
  const { quality, clean } = await preprocessed({
    from: '',
    source: { origin: dynamodb({ table: 'orders' }), row, rules: {}, rename: {} },
    files: {
      'dynamodb-1.ndjson': '',
      'dynamodb-2.ndjson': '{"exact":12345678901234567890123456789012345678,"id":1,"note":null}\n',
    },
  });
  expect(clean).toEqual([{ id: '1', exact: '12345678901234567890123456789012345678', note: null }]);
  expect(quality.files).toMatchObject([
    { file: 'dynamodb-1.ndjson', rows: 0, fault: null },
    { file: 'dynamodb-2.ndjson', rows: 1, fault: null },
  ]);
});

it('hands on what the snapshot warns of, which holds nothing', async () => {
  const { bucket } = await preprocessed({ files: { 'a.csv': ordersCsv(1, 2) } });
  const { run, batch } = manifestOf(null);
  const snapshot: object = JSON.parse(bucket.texts()[snapshotKey(run, 'orders')] ?? '');
  bucket.put(snapshotKey(run, 'orders'), JSON.stringify({ ...snapshot, warnings: ['Perhaps not all was read.'] }));
  const world = { bucket, pipeline: ordersPipeline({}), withEngine: withDuckDB(), log: silent };
  expect(await preprocess({ run, batch, source: 'orders' }, world)).toMatchObject({ withinLimits: true, holds: false });
  expect(JSON.parse(bucket.texts()[qualityKey(run, 'orders')] ?? '')).toMatchObject({
    ...{ warnings: ['Perhaps not all was read.'], problems: [], withinLimits: true },
  });
});

it('writes the same bytes when it is done again', async () => {
  const files = { 'a.csv': `${ordersCsv(1, 2)}x\n`, 'b.csv': ordersCsv(2, 3) };
  const [once, again] = [await preprocessed({ files }), await preprocessed({ files })];
  for (const key of once.bucket.writes) expect(again.bucket.bytes(key)).toEqual(once.bucket.bytes(key));
});

describe('duplicates', () => {
  it('keeps the last delivered row of a key, and of these the last in its file', async () => {
    const say = (id: number, note: string) => order(id).replace('fine', note);
    const files = {
      'b.csv': [header, say(1, 'b1'), say(2, 'b2'), say(2, 'b3')].join('\n'),
      'a.csv': [header, say(1, 'a1'), say(3, 'a2')].join('\n'),
    };
    const { clean, duplicates, quality } = await preprocessed({ files });
    expect(clean.map(({ note }) => note)).toEqual(['b3', 'a1', 'a2']);
    expect(duplicates).toMatchObject([
      { file: 'b.csv', row: '1', values: { id: '1', note: 'b1' } },
      { file: 'b.csv', row: '2', values: { id: '2', note: 'b2' } },
    ]);
    expect(quality).toMatchObject({ read: 5, clean: 3, duplicates: 2 });
  });

  it('lets no rejected row win', async () => {
    const files = { 'a.csv': [header, order(1), order(1).replace('web', 'fax')].join('\n') };
    expect((await preprocessed({ files })).quality).toMatchObject({ clean: 1, rejected: 1, duplicates: 0 });
  });

  it('knows none in a source without a key', async () => {
    const { quality } = await preprocessed({ files: { 'a.csv': ordersCsv(1, 1) }, source: { key: [] } });
    expect(quality).toMatchObject({ clean: 2, duplicates: 0 });
  });

  it('tells rows apart by all columns of the key', async () => {
    const files = { 'a.csv': [header, order(1), order(1).replace('web', 'store'), order(1)].join('\n') };
    const { quality } = await preprocessed({ files, source: { key: ['id', 'channel'] } });
    expect(quality).toMatchObject({ clean: 2, duplicates: 1 });
  });
});

describe('rejected rows', () => {
  it('shows five examples of each reason, in order of delivery', async () => {
    const bad = [4, 5, 6, 7, 8, 9].map((id) => order(id).replace('web', `fax${id}`));
    const { quality } = await preprocessed({
      files: { 'b.csv': [header, ...bad.slice(0, 2)].join('\n'), 'a.csv': [header, ...bad.slice(2)].join('\n') },
    });
    expect(quality.rejections).toMatchObject([{ column: 'channel', reason: 'is not one of web, store', rows: 6 }]);
    expect(reasonsOf(quality)).toEqual(
      ['b.csv 1', 'b.csv 2', 'a.csv 1', 'a.csv 2', 'a.csv 3'].map(
        (place, at) => `${place}: channel is not one of web, store (fax${at + 4})`,
      ),
    );
  });

  it('are a file for people too, a line for each reason, without what is sensitive', async () => {
    const note = z.string().max(20).meta({ sensitive: true });
    const row = z.object({ id: z.int(), channel: z.string().regex(/^[a-z]+$/), note });
    const files = {
      'a.csv': `id,channel,note\n1,web,fine\n=2+2,WEB,${'secret'.repeat(9)}\n3,"Köln, x",ok\n`,
    };
    const { quality, bucket } = await preprocessed({ files, source: { row } });
    const key = Object.keys(bucket.texts()).find((one) => one.endsWith('rejected/orders.csv')) ?? '';
    expect(bucket.bytes(key)?.toString()).toBe(
      [
        '\ufefffile,row,column,reason,value',
        "a.csv,2,id,is not an integer,'=2+2",
        'a.csv,2,channel,does not match ^[a-z]+$,WEB',
        'a.csv,2,note,is longer than 20 characters,•••',
        'a.csv,3,channel,does not match ^[a-z]+$,"Köln, x"',
        '',
      ].join('\r\n'),
    );
    expect(quality.rejectedFile?.bytes).toBe(bucket.bytes(key)?.length);
    expect((await preprocessed({ files: { 'a.csv': ordersCsv(1) } })).quality.rejectedFile).toBeUndefined();
  });

  it('are counted once for a check that the contract has twice', async () => {
    const row = z.object({ id: z.uint32().nonnegative(), name: z.string().min(1).nonempty() });
    const { quality } = await preprocessed({ files: { 'a.csv': 'id,name\n-1,\n' }, source: { row, missing: [] } });
    expect(quality.rejections).toMatchObject([
      { column: 'id', reason: 'is below 0', rows: 1, examples: [{ row: 1 }] },
      { column: 'name', reason: 'is shorter than 1 character', rows: 1 },
    ]);
  });

  it('are kept with every reason and what was delivered', async () => {
    const { rejected } = await preprocessed({
      files: { 'a.csv': `${header},extra\n${order(1).replace('web', '')},"a ""b"""\n` },
    });
    expect(rejected).toEqual([
      {
        file: 'a.csv',
        row: '1',
        reasons: [{ column: 'channel', reason: 'is missing', value: '' }],
        raw: expect.stringContaining('"extra":"a \\"b\\""'),
      },
    ]);
  });

  it('never shows a sensitive value, in a line that cannot be read neither', async () => {
    const row = z.object({ id: z.int(), name: z.string().max(3).meta({ sensitive: true }), age: z.int() });
    const { quality } = await preprocessed({
      files: { 'a.csv': 'id,name,age\n1,Secret,x\nSecret\n', 'b.ndjson': 'Secret\n{"id":2,"name":"Secret","age":-1}' },
      source: { row, rules: { 'is of age': `age > 17 OR name = 'Bob'` } },
    });
    expect(JSON.stringify(quality)).not.toContain('Secret');
    expect(reasonsOf(quality).sort()).toEqual([
      'a.csv 1: age is not an integer (x)',
      'a.csv 1: name is longer than 3 characters (•••)',
      'a.csv 2: row has too few columns (•••)',
      'b.ndjson 1: row is not a JSON object (•••)',
      'b.ndjson 2: name is longer than 3 characters (•••)',
      'b.ndjson 2: row is of age (name •••, age -1)',
    ]);
  });
});

describe('rules', () => {
  const row = z.object({ from: z.int().nullable(), to: z.int() });
  const rules = { 'ends after it begins': `"from" < "to" -- and never before` };

  it('reject a row where they are false, and let pass what they cannot tell', async () => {
    const { quality, clean } = await preprocessed({
      files: { 'a.csv': 'from,to\n1,2\n2,1\n,1\n' },
      source: { row, key: [], rules },
    });
    expect(reasonsOf(quality)).toEqual(['a.csv 2: row ends after it begins (from 2, to 1)']);
    expect(clean).toEqual([
      { from: '1', to: '2' },
      { from: null, to: '1' },
    ]);
  });

  it.each([
    ['that is no SQL', 'from <', 'The rule "r" of orders is no SQL predicate over its columns'],
    ['about an unknown column', 'price > 0', 'The rule "r" of orders is no SQL predicate over its columns'],
    ['that is no predicate', `'often'`, 'The rule "r" of orders is no SQL predicate over its columns'],
    [
      'that looks at other rows',
      '"to" > (SELECT 1 FROM range(3) LIMIT 1)',
      'A rule in pipeline/ looks further than its own row',
    ],
    ['with a window', 'row_number() OVER () > 1', 'The rule "r" of orders is no SQL predicate over its columns'],
    ['with an aggregate', 'sum("to") > 1', 'The rule "r" of orders is no SQL predicate over its columns'],
    ['about the time of the run', "current_date > DATE '2024-01-01'", 'current_date gives another result each time'],
    ['about chance', 'random() > 0.5', 'random gives another result each time'],
    ['that fails on a row', `error('no') IS NULL`, 'The rule "r" of orders fails on a row'],
  ])('%s is refused', async (_, predicate, message) => {
    const outcome = preprocessed({
      files: { 'a.csv': 'from,to\n1,2\n' },
      source: { row, key: [], rules: { r: predicate } },
    });
    await expect(outcome).rejects.toMatchObject({ name: 'PipelineInvalid', message: expect.stringContaining(message) });
  });
});

it('never tells a sensitive value where a Parquet file cannot be read', async () => {
  const parquet = await parquetOf("SELECT 1 AS id, 'sEcr3t-42x~' AS s");
  const broken = Buffer.from(parquet.toString('latin1').replaceAll('sEcr3t-42x~', 'sEcr3t-42x\xff'), 'latin1');
  const row = (sensitive: boolean) => z.object({ id: z.int(), s: z.string().meta({ sensitive }) });
  const faultOf = async (sensitive: boolean) =>
    (await preprocessed({ files: { 'a.parquet': broken }, source: { row: row(sensitive) } })).quality.files[0]?.fault;
  expect(await faultOf(false)).toContain('sEcr3t-42x');
  expect(await faultOf(true)).toMatch(/^a\.parquet is damaged(?!.*sEcr3t)/);
});

it('shows the values of the columns that a rule names, in capitals and quotes too, and of no other', async () => {
  const { quality } = await preprocessed({
    files: { 'a.csv': 'a,Id,"the ""end"""\n7,1,2\n' },
    source: {
      row: z.object({ a: z.int(), Id: z.int(), 'the "end"': z.int() }),
      key: [],
      rules: { 'is no end': `ID > "the ""end""" AND 'nor a' <> '' -- not a` },
    },
  });
  expect(reasonsOf(quality)).toEqual(['a.csv 1: row is no end (Id 1, the "end" 2)']);
});

describe('values', () => {
  const read = async (row: z.ZodObject, csv: string, more = {}) =>
    (await preprocessed({ files: { 'a.csv': csv }, source: { row, key: [], ...more } })).clean;

  it('that are missing are NULL, or the default', async () => {
    const row = z.object({ a: z.string().nullable(), b: z.int().default(7), c: z.string().optional() });
    expect(await read(row, 'a,b\nNA,\n-,NA\n', { missing: ['', 'NA'] })).toEqual([
      { a: null, b: '7', c: null },
      { a: '-', b: '7', c: null },
    ]);
  });

  it('may be empty where nothing means missing', async () => {
    expect(await read(z.object({ a: z.string(), b: z.string() }), 'a,b\n,""\n', { missing: [] })).toEqual([
      { a: '', b: '' },
    ]);
  });

  it('come under the names of the contract, whatever they are in the file', async () => {
    const row = z.object({
      'select "x"': z.int(),
      number: z.int(),
      file: z.int(),
      reasons: z.int(),
      c0: z.int(),
      v0: z.int(),
      file_row_number: z.int(),
      'é.a[0]': z.int(),
    });
    const rename = { number: "it's" };
    const csv = `file,"select ""x""",it's,reasons,c0,v0,file_row_number,é.a[0]\n1,2,3,4,7,8,5,6\n1,2,3,4,7,8,5,6\n`;
    expect(await read(row, csv, { rename, key: ['number', 'file'] })).toEqual([
      {
        'select "x"': '2',
        number: '3',
        file: '1',
        reasons: '4',
        c0: '7',
        v0: '8',
        file_row_number: '5',
        'é.a[0]': '6',
      },
    ]);
  });

  it('of local time are stored as UTC, but for hours that the clocks skip', async () => {
    const row = z.object({ at: localTime('Europe/Zurich') });
    const { clean, quality } = await preprocessed({
      files: { 'a.csv': 'at\n2013-01-08 10:00\n2013-07-08T10:00:30.5\n2013-03-31 02:30\n2013-10-27 02:30\n' },
      source: { row, key: [] },
    });
    expect(clean.map(({ at }) => at)).toEqual(['2013-01-08 09:00:00', '2013-07-08 08:00:30.5', '2013-10-27 01:30:00']);
    expect(reasonsOf(quality)).toEqual([
      'a.csv 3: at is not a time of the calendar that the clocks of Europe/Zurich show (2013-03-31 02:30)',
    ]);
  });

  it.each([
    ['Europe/Zurich', '0001-01-01 00:00', '9999-12-31 23:59:59'],
    ['America/New_York', '9999-12-31 23:59:59', '0001-01-01 00:00'],
  ])('of local time in %s are of the years 1 to 9999 in UTC too', async (zone, outside, inside) => {
    const row = z.object({ at: localTime(zone) });
    const { clean, rejected } = await preprocessed({
      files: { 'a.csv': `at\n${outside}\n${inside}\n` },
      source: { row, key: [] },
    });
    expect(clean).toHaveLength(1);
    expect(rejected).toMatchObject([{ row: '1' }]);
  });

  it('keep all digits of a number in JSON', async () => {
    const row = z.object({ d: decimal(20, 2), e: z.string(), s: z.string() });
    const line = `{"d": 12345678901234567.890, "e": 12345678901234567890123, "s": "1: 12345678901234567.890"}`;
    for (const files of [{ 'a.ndjson': line }, { 'a.json': `[${line}]` }]) {
      const { clean } = await preprocessed({ files, source: { row, key: [] } });
      expect(clean).toEqual([
        { d: '12345678901234567.89', e: '12345678901234567890123', s: '1: 12345678901234567.890' },
      ]);
    }
  });

  it('of other types in Parquet come as text', async () => {
    const parquet = await parquetOf(`
      SELECT TIMESTAMP '2013-02-08 10:00:00.5' AS local, TIMESTAMPTZ '2013-02-08 10:00:00+02' AS moment, [1, 2] AS list,
        {'a': 'x'} AS struct, 12345678901234567890.12::DECIMAL(30, 2) AS exact, true AS yes, NULL::INTEGER AS nothing`);
    const names = ['local', 'moment', 'list', 'struct', 'exact', 'yes', 'nothing'];
    const row = z.object(Object.fromEntries(names.map((name) => [name, z.string().nullable()])));
    const { clean } = await preprocessed({ files: { 'a.parquet': parquet }, source: { row, key: [] } });
    expect(clean).toEqual([
      {
        local: '2013-02-08T10:00:00.5',
        moment: '2013-02-08T08:00:00Z',
        list: '[1,2]',
        struct: '{"a":"x"}',
        exact: '12345678901234567890.12',
        yes: 'true',
        nothing: null,
      },
    ]);
  });

  it('are split at the separator that the source declares', async () => {
    const csv = ordersCsv(1).replaceAll(',', ';').replace('fine', 'a,b');
    const { clean } = await preprocessed({ files: { 'a.csv': csv }, source: { origin: upload({ separator: ';' }) } });
    expect(clean).toMatchObject([{ id: '1', note: 'a,b' }]);
  });
});

describe('limits', () => {
  const half = { 'a.csv': `${ordersCsv(1)}x\n` };

  it('may be as many as the limit says to its last digit, and not one more', () => {
    const drawn = [fc.integer({ min: 1, max: 6 }), fc.nat(), fc.integer({ min: 1, max: 1000 })] as const;
    const exact = fc.property(...drawn, (digits, any, times) => {
      const part = any % 10 ** digits;
      const limits = { rejected: Number(`0.${String(part).padStart(digits, '0')}`), empty: 'hold' } as const;
      const holds = (rejected: number) =>
        judge({ files: [], read: 10 ** digits * times, rejected, leftOut: false }, { limits }, false).holds;
      expect([holds(part * times), holds(part * times + 1)]).toEqual([false, true]);
    });
    fc.assert(exact, { numRuns: 1000, examples: [[2, 29, 1]] });
  });

  it('hold a source with too many rejected rows', async () => {
    const { quality } = await preprocessed({ files: half, source: { limits: { rejected: 0.49 } } });
    expect(quality).toMatchObject({
      withinLimits: false,
      problems: ['1 of 2 rows were rejected (50.0 %), and 49 % are allowed.'],
    });
    expect((await preprocessed({ files: half, source: { limits: { rejected: 0.5 } } })).result.withinLimits).toBe(true);
  });

  it('tell one row of a million from none', () => {
    const counted = { files: [], read: 1_000_000, rejected: 1, leftOut: false };
    expect(judge(counted, { limits: { rejected: 0, empty: 'hold' } }, false).problems).toEqual([
      '1 of 1,000,000 rows were rejected (<0.01 %), and 0 % are allowed.',
    ]);
  });

  it.each([
    ['no rows', { 'a.csv': header }],
    ['no files', {}],
  ])('hold a source with %s, unless it may be empty', async (_, files) => {
    const { quality } = await preprocessed({ files, source: { limits: { empty: 'hold' } } });
    expect(quality).toMatchObject({ withinLimits: false, problems: [expect.stringContaining('There are no rows')] });
    expect((await preprocessed({ files, source: { limits: { empty: 'allow' } } })).quality.problems).toEqual([]);
  });

  it('give way to a waiver, which stays in sight, but for files that cannot be read', async () => {
    const [waiver, source] = [{ reason: 'known to be poor', sources: ['orders'] }, { limits: { rejected: 0 } }];
    const past = { withinLimits: false, problems: [expect.stringContaining('50.0 %')] };
    expect((await preprocessed({ files: half, source })).quality).toMatchObject({ ...past, holds: true });
    expect((await preprocessed({ files: half, source, waiver })).quality).toMatchObject({ ...past, holds: false });
    const other = { ...waiver, sources: ['customers'] };
    expect((await preprocessed({ files: half, source, waiver: other })).result.holds).toBe(true);
    const broken = await preprocessed({ files: { 'a.csv': '' }, waiver });
    expect(broken.result).toMatchObject({ withinLimits: false, holds: true });
  });
});

it('asks for the snapshot that ingest writes', async () => {
  const world = { bucket: memoryBucket(), pipeline: ordersPipeline({}), withEngine: withDuckDB(), log: silent };
  world.bucket.put(manifestKey('r'), JSON.stringify(manifestOf(null)));
  const outcome = preprocess({ run: 'r', batch: '2013-02', source: 'orders' }, world);
  await expect(outcome).rejects.toMatchObject({
    name: 'SnapshotMissing',
    message: expect.stringContaining('_complete.json'),
  });
});
