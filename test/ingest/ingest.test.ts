import { hours } from '../../functions/core/duration.ts';
import { TributaryError } from '../../functions/core/errors.ts';
import { manifestKey, qualityKey, snapshotKey } from '../../functions/core/keys.ts';
import { qualitySchema } from '../../functions/core/quality.ts';
import type { Bucket } from '../../functions/core/world.ts';
import { type IngestWorld, ingest } from '../../functions/ingest/ingest.ts';
import type { Extraction } from '../../functions/origins/connector.ts';
import { dynamodb } from '../../functions/origins/dynamodb/options.ts';
import { pipelineOf, sourceOf } from '../start/world.ts';
import { memoryBucket } from '../world/bucket.ts';
import { worldWith } from './world.ts';

const run = '2013-02-0123456789abcdef';
const input = { run, batch: '2013-02', source: 'orders' };
const raw = `runs/${run}/raw/orders/`;

/** A bucket with uploads, and a manifest that froze them in this order. */
async function frozen(files: Record<string, string>, optional = false) {
  const bucket = memoryBucket(() => new Date('2013-03-01T06:00:00Z'));
  for (const [file, body] of Object.entries(files)) bucket.put(`incoming/2013-02/orders/${file}`, body);
  const objects = await Promise.all(Object.keys(files).map((file) => bucket.head(`incoming/2013-02/orders/${file}`)));
  const manifest = {
    ...{ run, batch: '2013-02', attempt: 1, fingerprint: 'f', frozenAt: '2013-03-01T06:00:00Z', absent: [] },
    ...{ comparedWith: null, waiver: null, sources: [{ name: 'orders', objects }] },
  };
  bucket.put(manifestKey(run), JSON.stringify(manifest));
  const world = (change: Partial<Bucket> = {}) => ({
    ...worldWith({ ...bucket, ...change }),
    pipeline: pipelineOf([sourceOf('orders', { optional })]),
  });
  return { bucket, world };
}

it('stores what was uploaded, untouched, in order of delivery, under names that need no escape', async () => {
  const { bucket, world } = await frozen({ 'z.csv': 'first', 'sub folder/ä "1".csv.gz': '\u0000\ufffd', 'a.csv': '' });
  expect(await ingest(input, world())).toEqual({ source: 'orders', objects: 3, bytes: 9 });
  expect(bucket.bytes(`${raw}0001-z.csv`)).toEqual(Buffer.from('first'));
  expect(bucket.bytes(`${raw}0002-sub_folder____1_.csv.gz`)).toEqual(Buffer.from('\u0000\ufffd'));
  expect(bucket.bytes(`${raw}0003-a.csv`)).toEqual(Buffer.from(''));
});

it('tells the bucket how large each object is, since S3 copies a large one in parts', async () => {
  const { bucket, world } = await frozen({ 'a.csv': 'four', 'b.csv': 'sixsix' });
  const sizes: unknown[] = [];
  const copy: Bucket['copy'] = async (from, to) => {
    sizes.push(from.size);
    await bucket.copy(from, to);
  };
  await ingest(input, world({ copy }));
  expect(sizes.sort()).toEqual([4, 6]);
});

it('writes _complete.json last, with each object and where it came from', async () => {
  const { bucket, world } = await frozen({ 'b.csv': 'b', 'a b.csv': 'a' });
  await ingest(input, world());
  expect(bucket.writes.at(-1)).toBe(`${raw}_complete.json`);
  const { etag } = (await bucket.head('incoming/2013-02/orders/a b.csv')) ?? {};
  expect(JSON.parse(bucket.texts()[`${raw}_complete.json`] ?? '')).toMatchObject({
    source: 'orders',
    objects: [
      { key: `${raw}0001-b.csv` },
      { key: `${raw}0002-a_b.csv`, origin: 'incoming/2013-02/orders/a b.csv', size: 1, etag },
    ],
  });
});

it('keeps a very long name short, and its extension', async () => {
  const { bucket, world } = await frozen({ [`${'x'.repeat(300)}.parquet`]: 'p' });
  await ingest(input, world());
  expect(bucket.writes[0]).toMatch(/\/0001-x{92}\.parquet$/);
});

it('takes the version that was frozen, although the file was replaced since', async () => {
  const { bucket, world } = await frozen({ 'a.csv': 'then' });
  bucket.put('incoming/2013-02/orders/a.csv', 'now');
  await ingest(input, world());
  expect(bucket.texts()[`${raw}0001-a.csv`]).toBe('then');
});

it('takes the same bytes uploaded again for a version that was deleted', async () => {
  const { bucket, world } = await frozen({ 'a.csv': 'same' });
  const copy: Bucket['copy'] = async (from, to) => {
    if (from.versionId) throw new TributaryError('InputGone', 'no such version');
    await bucket.copy(from, to);
  };
  await ingest(input, world({ copy }));
  expect(bucket.texts()[`${raw}0001-a.csv`]).toBe('same');
});

it('names the object that is gone, and says what to do', async () => {
  const { bucket, world } = await frozen({ 'a.csv': 'then' });
  bucket.put('incoming/2013-02/orders/a.csv', 'now');
  const copy: Bucket['copy'] = ({ key, etag }, to) => bucket.copy({ key, ...(etag && { etag }) }, to);
  const failing = ingest(input, world({ copy }));
  await expect(failing).rejects.toMatchObject({
    name: 'InputGone',
    message: expect.stringMatching(/incoming\/2013-02\/orders\/a\.csv .*upload the same file again and redrive/),
  });
  expect(bucket.texts()[`${raw}_complete.json`]).toBeUndefined();
});

it('uses a complete snapshot again', async () => {
  const { bucket, world } = await frozen({ 'a.csv': 'a' });
  await ingest(input, world());
  const writes = [...bucket.writes];
  expect(await ingest(input, world())).toEqual({ source: 'orders', objects: 1, bytes: 1 });
  expect(bucket.writes).toEqual(writes);
});

describe.each(['before', 'after'] as const)('a crash %s', (moment) => {
  it.each([1, 2, 3])('write %i leaves what a retry completes to the same bytes', async (nth) => {
    const files = { 'b.csv': 'b', 'a.csv': 'a' };
    const untroubled = await frozen(files);
    await ingest(input, untroubled.world());
    const { bucket, world } = await frozen(files);
    bucket.crashAt(nth, moment);
    await expect(ingest(input, world())).rejects.toThrow('crash');
    bucket.heal();
    await ingest(input, world());
    expect(bucket.texts(raw)).toEqual(untroubled.bucket.texts(raw));
  });
});

it('copies a few objects at a time', async () => {
  const { bucket, world } = await frozen(Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${at}.csv`, 'x'])));
  let [running, most] = [0, 0];
  const copy: Bucket['copy'] = async (from, to) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    await bucket.copy(from, to);
    running--;
  };
  await ingest(input, world({ copy }));
  expect(most).toBeLessThanOrEqual(8);
  expect(JSON.parse(bucket.texts()[`${raw}_complete.json`] ?? '').objects).toHaveLength(40);
});

describe('an origin that cannot be reached', () => {
  const copy = () => Promise.reject(new TributaryError('SourceUnavailable', 'orders: no answer from db.example'));

  it('fails the run where the source is needed', async () => {
    const { bucket, world } = await frozen({ 'a.csv': 'a' });
    await expect(ingest(input, world({ copy }))).rejects.toMatchObject({ name: 'SourceUnavailable' });
    expect(bucket.writes).toEqual([]);
  });

  it('leaves an optional source out, and tells the report why', async () => {
    const { bucket, world } = await frozen({ 'a.csv': 'a' }, true);
    await expect(ingest(input, world({ copy }))).rejects.toMatchObject({ name: 'OptionalSourceUnavailable' });
    const quality = qualitySchema.parse(JSON.parse(bucket.texts()[qualityKey(run, 'orders')] ?? ''));
    expect(quality).toMatchObject({
      withinLimits: true,
      leftOut: true,
      problems: ['orders: no answer from db.example'],
    });
  });
});

it('refuses a source that the pipeline no longer has, and a run without a manifest', async () => {
  const { world } = await frozen({});
  await expect(ingest({ ...input, source: 'stores' }, world())).rejects.toMatchObject({
    name: 'InputInvalid',
    message: expect.stringContaining('"stores"'),
  });
  await expect(ingest({ ...input, run: 'other' }, world())).rejects.toMatchObject({ name: 'ManifestMissing' });
});

describe('a source that was not complete at its deadline', () => {
  const late = (action: 'partial' | 'fail') => [
    { source: 'orders', lacks: '1 more in incoming/2013-02/orders/', action },
    { source: 'customers', lacks: 'incoming/2013-02/customers/_SUCCESS', action },
  ];
  const frozenLate = async (action: 'partial' | 'fail') => {
    const { bucket, world } = await frozen({ 'a.csv': 'a' }, true);
    const manifest: object = JSON.parse(bucket.texts()[manifestKey(run)] ?? '');
    bucket.put(manifestKey(run), JSON.stringify({ ...manifest, late: late(action) }));
    return { bucket, world };
  };

  it('fails the run where it may not be late, and says all that is lacking', async () => {
    const { bucket, world } = await frozenLate('fail');
    await expect(ingest(input, world())).rejects.toMatchObject({
      name: 'SourceLate',
      message: expect.stringMatching(
        /batch 2013-02 has passed without orders \(1 more in .*\), customers \(.*_SUCCESS\)\. Once it is uploaded a new run/,
      ),
    });
    expect(bucket.writes).toEqual([]);
  });

  it('is taken as it is where a part of it will do', async () => {
    const { world } = await frozenLate('partial');
    expect(await ingest(input, world())).toEqual({ source: 'orders', objects: 1, bytes: 1 });
  });
});

describe('a pulled source', () => {
  const origin = dynamodb({ table: 'orders', settle: hours(1) });

  /** Writes one file that says how often the origin was asked. */
  async function pulled(change: Partial<IngestWorld> = {}, optional = false) {
    const { bucket } = await frozen({});
    const asked: Extraction[] = [];
    const connector: IngestWorld['connectors']['dynamodb'] = async (extraction) => {
      asked.push(extraction);
      const key = `${extraction.prefix}0001-dynamodb.ndjson`;
      await bucket.write(key, String(asked.length), { contentType: 'application/x-ndjson' });
      return [{ key, origin: 'dynamodb.ndjson', size: 1, etag: `"${asked.length}"` }];
    };
    const plain = worldWith(bucket);
    const source = sourceOf('orders', { origin, optional });
    const world = {
      ...plain,
      connectors: { ...plain.connectors, dynamodb: connector },
      pipeline: { ...pipelineOf([source]), timeZone: 'America/New_York' },
      ...change,
    };
    return { bucket, asked, world };
  }

  it('is asked for the window of the batch in the time zone of the pipeline', async () => {
    const { asked, world } = await pulled();
    await ingest({ ...input, batch: '2013-03' }, world);
    expect(asked).toEqual([
      {
        source: 'orders',
        origin,
        batch: { name: '2013-03', from: '2013-03-01', to: '2013-04-01' },
        window: { from: '2013-03-01T05:00:00Z', to: '2013-04-01T04:00:00Z' },
        objects: [],
        prefix: raw,
      },
    ]);
  });

  it('is complete once its _complete.json, with the digest of what it said, is there', async () => {
    const { bucket, world } = await pulled();
    await ingest(input, world);
    expect(bucket.writes).toEqual([`${raw}0001-dynamodb.ndjson`, `${raw}_complete.json`]);
    expect(JSON.parse(bucket.texts()[`${raw}_complete.json`] ?? '')).toMatchObject({
      objects: [{ origin: 'dynamodb.ndjson' }],
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('has in its _complete.json what its connector warns of, for the report', async () => {
    const { bucket, world } = await pulled();
    const dynamodb: IngestWorld['connectors']['dynamodb'] = async (extraction, { warn }) => {
      warn('Perhaps not all was read.');
      return world.connectors.dynamodb(extraction, { ...world, warn });
    };
    await ingest(input, { ...world, connectors: { ...world.connectors, dynamodb } });
    const { warnings } = JSON.parse(bucket.texts()[`${raw}_complete.json`] ?? '');
    expect(warnings).toEqual(['Perhaps not all was read.']);
  });

  it('is not asked again by a retry or a redrive, and is by an attempt', async () => {
    const { bucket, asked, world } = await pulled();
    await ingest(input, world);
    await ingest(input, world);
    expect(asked).toHaveLength(1);
    const attempt = `${run}_2`;
    bucket.put(manifestKey(attempt), (bucket.texts()[manifestKey(run)] ?? '').replaceAll(run, attempt));
    await ingest({ ...input, run: attempt }, world);
    expect(asked).toHaveLength(2);
    const digests = [run, attempt].map((one) => JSON.parse(bucket.texts()[snapshotKey(one, 'orders')] ?? '').digest);
    expect(new Set(digests).size).toBe(2);
  });

  it('is not read before its batch has settled', async () => {
    const { asked, world } = await pulled();
    const at = (moment: string) => ({ ...world, now: () => new Date(moment) });
    await expect(ingest(input, at('2013-03-01T05:59:59Z'))).rejects.toMatchObject({
      name: 'SourceUnavailable',
      message: expect.stringMatching(/^orders is read from 2013-03-01T06:00:00\.000Z on/),
    });
    expect(asked).toEqual([]);
    await ingest(input, at('2013-03-01T06:00:00Z'));
    expect(asked).toHaveLength(1);
  });

  it.each(['SourceUnavailable', 'SourceRefused'] as const)(
    'fails its run by %s, with no snapshot, and is left out where it is optional',
    async (name) => {
      const dynamodb = () => Promise.reject(new TributaryError(name, 'orders: no table'));
      const connectors = { ...worldWith(memoryBucket()).connectors, dynamodb };
      const needed = await pulled({ connectors });
      await expect(ingest(input, needed.world)).rejects.toMatchObject({ name, message: 'orders: no table' });
      expect(needed.bucket.writes).toEqual([]);
      const optional = await pulled({ connectors }, true);
      await expect(ingest(input, optional.world)).rejects.toMatchObject({ name: `Optional${name}` });
      expect(optional.bucket.writes).toEqual([qualityKey(run, 'orders')]);
    },
  );
});
