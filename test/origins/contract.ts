import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { TributaryError } from '../../functions/core/errors.ts';
import { cleanKey, manifestKey, qualityKey, rawPrefix, snapshotKey } from '../../functions/core/keys.ts';
import type { Manifest } from '../../functions/core/manifest.ts';
import { qualitySchema } from '../../functions/core/quality.ts';
import { windowOf } from '../../functions/core/window.ts';
import { ingest } from '../../functions/ingest/ingest.ts';
import type { Connector, ConnectorWorld, Extraction } from '../../functions/origins/connector.ts';
import type { HttpOrigin } from '../../functions/origins/http/options.ts';
import type { Pulled } from '../../functions/origins/pulled.ts';
import { withDuckDB } from '../../functions/platform/engine.ts';
import { preprocess } from '../../functions/preprocess/preprocess.ts';
import { decimal, definePipeline, defineSource, http } from '../../functions/tributary.ts';
import { worldWith } from '../ingest/world.ts';
import { type MemoryBucket, memoryBucket } from '../world/bucket.ts';
import { logTo, silent } from '../world/log.ts';
import { inParquet } from '../world/parquet.ts';

/** What the suite has an origin hold. Numbers that JavaScript cannot hold are the text of their digits. */
export interface Row {
  readonly id: number;
  /** A moment, ISO in UTC, that the window is compared with. */
  readonly at: string;
  readonly name: string;
  /** A decimal of up to 34 digits. */
  readonly amount: string;
  /** An integer of 64 bits, past 2^53. */
  readonly big: string;
  readonly note: string | null;
  readonly nested: {
    readonly tags: readonly (string | null)[];
    readonly deep: { readonly n: number; readonly on: boolean };
  };
}

export const batchWindow = windowOf({ from: '2013-02-01', to: '2013-03-01' }, 'UTC');

/** The row of that number, inside the window. */
const rowOf = (id: number): Row => ({
  id,
  at: new Date(Date.parse(batchWindow.from) + (id % 28) * 86_400_000).toISOString(),
  name: `Größe ${id}, 東京 🍋 "quoted" \\ back\tslash\nnew line \u2028 'single' {[,]}`,
  amount: `${id}234567890123456789.987654321`,
  big: String(9_007_199_254_740_993n + BigInt(id) * 2n),
  note: id % 3 === 0 ? null : '',
  nested: { tags: ['é', null, '"}]'], deep: { n: id, on: id % 2 === 0 } },
});

/** The rows 1 to count. */
export const rowsTo = (count: number): Row[] => Array.from({ length: count }, (_, at) => rowOf(at + 1));

/** The row as JSON whose numbers have all their digits. */
export const jsonOf = ({ amount, big, ...row }: Row): string =>
  `${JSON.stringify(row).slice(0, -1)},"amount":${amount},"big":${big}}`;

/** A server of one kind, and how to read it. */
export interface Rig<Kind extends Pulled> {
  readonly connector: Connector<Kind>;
  /** Asks for all rows of the window. */
  readonly origin: Kind;
  /** The secrets that Secrets Manager holds, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What no log, error or object may contain, besides the values of `secrets`: passwords and tokens by themselves. */
  readonly hidden: readonly string[];
  /** The origin holds these rows and no others afterwards. */
  seed(rows: readonly Row[]): Promise<void>;
  /** The amounts are texts such as `EUR 1.5` from now on; what is given back makes them numbers again. None with `readLine`. */
  retype?(): Promise<() => unknown>;
  close(): Promise<void>;
}

/** What is different while the failure lasts. */
interface Arranged<Kind extends Pulled> {
  readonly origin?: Kind;
  readonly connector?: Connector<Kind>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Ends the failure; the source can be read again. */
  readonly undo?: () => unknown;
}

export interface Failure<Kind extends Pulled, Opened extends Rig<Kind>> {
  readonly error: 'SourceUnavailable' | 'SourceRefused';
  /** What the message has to say, besides the name of the source. */
  readonly says: RegExp;
  readonly arrange: (rig: Opened) => Arranged<Kind> | Promise<Arranged<Kind>>;
}

export interface Suite<Kind extends Pulled, Opened extends Rig<Kind>> {
  readonly open: () => Promise<Opened>;
  /** Each way to fail, by what happens: `server down`, `connection cut half way`, … There are 1,000 rows in the origin. */
  readonly failures: Readonly<Record<string, Failure<Kind, Opened>>>;
  /** False where the origin is read whole, whatever the window. */
  readonly windowed?: boolean;
  /**
   * Where the origin has columns of its own: the row of the suite that a line of the snapshot stands for. What the
   * contract of a source makes of such columns is a test of its own.
   */
  readonly readLine?: (line: string, rig: Opened) => Row;
}

/** More than half of them are behind what fails half way. */
export const few = 600;
/** Of four kilobytes each, 80 MB together. */
const many = 20_000;
const sourceName = 'ledger';
const input = { run: '2013-02-abc', batch: '2013-02', source: sourceName };
const prefix = rawPrefix(input.run, sourceName);

/** What a row has to be; the origin that stands here stands in for the rig's. */
const ledger = definePipeline({
  name: 'shop',
  period: 'month',
  timeZone: 'UTC',
  sources: [
    defineSource({
      name: sourceName,
      title: 'Ledger',
      origin: http({ url: 'https://stand-in.example' }),
      row: z.object({
        id: z.int(),
        at: z.iso.datetime({ offset: true }),
        name: z.string(),
        amount: decimal(38, 9),
        big: decimal(20, 0),
        note: z.string().nullable(),
      }),
      key: ['id'],
    }),
  ],
  limits: { rejected: 0.1, empty: 'hold' },
  maxSourceBytes: 1e9,
  report: { title: 'Shop', figures: [], tables: [] },
});

/** What start froze. */
const manifest: Manifest = {
  run: input.run,
  batch: input.batch,
  attempt: 1,
  fingerprint: 'abc',
  frozenAt: '2013-03-01T00:00:00Z',
  sources: [{ name: sourceName, objects: [] }],
  absent: [],
  comparedWith: null,
  waiver: null,
};

/** The sums over all rows, exact. */
const totals = {
  amount: rowsTo(few)
    .reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n)
    .toString()
    .replace(/\d{9}$/, '.$&'),
  big: String(rowsTo(few).reduce((sum, { big }) => sum + BigInt(big), 0n)),
};

/** What every connector of a pulled source promises, over the wire against a server of its kind. */
export function connectorSuite<Kind extends Pulled, Opened extends Rig<Kind>>(
  name: string,
  { open, failures, windowed = true, readLine = readRow }: Suite<Kind, Opened>,
): void {
  jest.setTimeout(30_000); // servers take long on a busy machine
  describe(`the connector ${name}`, () => {
    let rig: Opened;
    let bucket: MemoryBucket;
    let seen: string[];

    beforeAll(async () => {
      rig = await open();
    }, 30_000);
    afterAll(() => rig?.close());
    beforeEach(() => {
      bucket = memoryBucket();
      bucket.put(manifestKey(input.run), JSON.stringify(manifest));
      seen = [];
    });
    afterEach(() => {
      const everything = [...seen, JSON.stringify(bucket.texts())].join('\n');
      const { secrets, hidden } = rig;
      for (const secret of [...Object.values(secrets), ...hidden]) expect(everything.includes(secret)).toBe(false);
    });

    const extract = async (other: Arranged<Kind> = {}) => {
      const { connector, origin, secrets } = { ...rig, ...other };
      const world = { ...worldOf(secrets, (line) => seen.push(line)), bucket };
      const objects = await connector(extractionOf(origin), world);
      seen.push(JSON.stringify(objects));
      return objects;
    };
    /** The step ingest, and the one after it. */
    const ingested = (other: Arranged<Kind> = {}) => {
      const { connector, origin, secrets } = { ...rig, ...other };
      const standIn: Connector<HttpOrigin> = (extraction, world) => connector({ ...extraction, origin }, world);
      const world = { ...worldWith(bucket), ...worldOf(secrets, (line) => seen.push(line)), bucket, pipeline: ledger };
      return ingest(input, { ...world, connectors: { ...world.connectors, http: standIn } });
    };
    const preprocessed = () => preprocess(input, { bucket, pipeline: ledger, withEngine: withDuckDB(), log: silent });
    const snapshot = () =>
      Object.values(bucket.texts(`${prefix}0`))
        .join('')
        .split('\n')
        .filter(Boolean)
        .map((line) => readLine(line, rig));
    const itByContract = readLine === readRow ? it : it.skip;

    it('writes every row once, with all that is in it', async () => {
      await rig.seed(rowsTo(few));
      const objects = await extract();
      expect(byId(snapshot())).toEqual(rowsTo(few));
      expect(objects.map(({ key }) => key)).toEqual(Object.keys(bucket.texts(prefix)));
      for (const { key, size } of objects) expect(bucket.bytes(key)?.length).toBe(size);
    });

    it('writes an empty snapshot where there is no row', async () => {
      await rig.seed([]);
      await extract();
      expect(snapshot()).toEqual([]);
    });

    (windowed ? it : it.skip)('reads from the first moment of the window up to its end, which is outside', async () => {
      const [from = '', to = ''] = [batchWindow.from, batchWindow.to].map((one) => new Date(one).toISOString());
      const before = (moment: string) => new Date(Date.parse(moment) - 1000).toISOString();
      const at = (moment: string, index: number) => ({ ...rowOf(index + 1), at: moment });
      await rig.seed([before(from), from, before(to), to].map(at));
      await extract();
      expect(byId(snapshot()).map((row) => row.at)).toEqual([from, before(to)]);
    });

    it('leaves one snapshot with the same bytes when it is tried again', async () => {
      await rig.seed(rowsTo(few));
      const objects = await extract();
      const texts = bucket.texts();
      expect(await extract()).toEqual(objects);
      expect(bucket.texts()).toEqual(texts);
    });

    describe('fails in sight, with nothing uploaded, and succeeds afterwards:', () => {
      it.each(Object.entries(failures))('%s', async (_, { error, says, arrange }) => {
        await rig.seed(rowsTo(few));
        const arranged = await arrange(rig);
        try {
          const thrown = await ingested(arranged).then(
            () => undefined,
            (one: unknown) => one,
          );
          seen.push(inspect(thrown, { depth: 20, showHidden: true }));
          if (!(thrown instanceof TributaryError)) throw thrown ?? new Error('It did not fail');
          expect(thrown.name).toBe(error);
          expect(thrown.message).toMatch(says);
          expect(thrown.message).toContain(sourceName);
          expect(thrown.message).not.toContain('Größe');
          expect(bucket.writes).toEqual([]);
          await expect(preprocessed()).rejects.toMatchObject({ name: 'SnapshotMissing' });
        } finally {
          await arranged.undo?.();
        }
        await ingested();
        expect(snapshot().length).toBe(few);
        expect(bucket.writes.at(-1)).toBe(snapshotKey(input.run, sourceName));
      });
    });

    itByContract('is clean by its contract, to the last digit', async () => {
      await rig.seed(rowsTo(few));
      await ingested();
      expect(await preprocessed()).toMatchObject({ read: few, clean: few, withinLimits: true });
      const sums = await inParquet(
        bucket.bytes(cleanKey(input.run, sourceName)),
        'SELECT sum(amount)::text AS amount, sum(big)::text AS big, max("at")::text AS last FROM file',
      );
      expect(sums).toEqual([{ amount: totals.amount, big: totals.big, last: '2013-02-28 00:00:00' }]);
    });

    itByContract(
      'is held at the gate where a type changed under us, with the column, the reason and an example',
      async () => {
        await rig.seed(rowsTo(few));
        const undo = await rig.retype?.();
        try {
          await ingested();
        } finally {
          await undo?.();
        }
        expect(await preprocessed()).toMatchObject({ read: few, clean: 0, rejected: few, withinLimits: false });
        const { rejections, problems } = qualitySchema.parse(
          JSON.parse(bucket.texts()[qualityKey(input.run, sourceName)] ?? ''),
        );
        expect(rejections).toMatchObject([{ column: 'amount', rows: few, reason: expect.stringContaining('number') }]);
        expect(rejections[0]?.examples[0]?.value).toMatch(/^EUR \d/);
        expect(problems.join()).toContain(String(few));
      },
    );
  });
}

/** What the connector promises of memory: a test of its own, as it takes long. */
export function memorySuite<Kind extends Pulled>(name: string, open: () => Promise<Rig<Kind>>): void {
  it(`holds little in memory, however much there is: ${name}`, async () => {
    const { connector, origin, secrets, seed, close } = await open();
    await seed(rowsTo(many).map((row) => ({ ...row, note: 'x'.repeat(4096) })));
    let size = 0;
    const upload = async (path: string) => {
      size += (await stat(path)).size;
    };
    const world = { ...worldOf(secrets), bucket: { ...memoryBucket(), upload } };
    const peak = await peakMegabytes(() => connector(extractionOf(origin), world));
    await close();
    expect(size).toBeGreaterThan(many * 4096);
    expect(peak).toBeLessThan(size / 1024 ** 2 / 2);
  });
}

/** Of the batch 2013-02, for the source `ledger`. */
export const extractionOf = <Kind extends Pulled>(origin: Kind): Extraction<Kind> => ({
  source: sourceName,
  origin,
  batch: { name: '2013-02', from: '2013-02-01', to: '2013-03-01' },
  window: batchWindow,
  objects: [],
  prefix,
});

/** A world whose log is told line by line, with secrets by name; a missing one is refused as by Secrets Manager. */
export const worldOf = (
  secrets: Readonly<Record<string, string>>,
  tell: (line: string) => void = () => undefined,
): ConnectorWorld => ({
  bucket: memoryBucket(),
  secret: async (name) => {
    const value = secrets[name];
    if (value === undefined) throw new TributaryError('SourceRefused', `There is no secret "${name}".`);
    return value;
  },
  withFolder: async (work) => {
    const folder = await mkdtemp(join(tmpdir(), 'connector-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  log: logTo((message, facts) => tell(`${message} ${JSON.stringify(facts)}`)),
  warn: tell,
});

const byId = (rows: readonly Row[]) => [...rows].sort((a, b) => a.id - b.id);

/** A line of a snapshot; exact numbers may stand there as numbers or as text. */
function readRow(line: string): Row {
  const exact = (key: string) => new RegExp(`"${key}"\\s*:\\s*"?(-?[0-9.]+)`).exec(line)?.[1];
  const row = rowSchema.parse(JSON.parse(line));
  return rowSchema.parse({
    ...row,
    at: new Date(row.at).toISOString(),
    amount: exact('amount'),
    big: exact('big'),
  });
}

const number = z.coerce.number();
const rowSchema = z.object({
  id: number,
  at: z.string(),
  name: z.string(),
  amount: z.coerce.string(),
  big: z.coerce.string(),
  note: z.string().nullable(),
  nested: z.object({
    tags: z.array(z.string().nullable()),
    deep: z.object({ n: number, on: z.boolean() }),
  }),
});

/** The most that was held at a time during the work, garbage aside, above what was held before it. */
export async function peakMegabytes(work: () => Promise<unknown>): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const held = () => {
    if (typeof collect === 'function') collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = held();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, held());
  }, 300);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return (peak - before) / 1024 ** 2;
}
