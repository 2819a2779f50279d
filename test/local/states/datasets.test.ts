import { gzipSync } from 'node:zlib';
import type { Json } from '../../../local/states/json.ts';
import { chain, pass, run } from './rig.ts';

type Objects = Record<string, string | Uint8Array>;

/** What a distributed Map hands to its children, one that passes on what it is given. */
async function read(
  objects: Objects,
  ReaderConfig: object,
  { action = 'getObject', ...more }: Record<string, unknown> = {},
) {
  const ItemReader = {
    Resource: `arn:aws:states:::s3:${action}`,
    Parameters: { Bucket: 'bucket', ...(action === 'getObject' ? { Key: 'key' } : { Prefix: 'in/' }) },
    ReaderConfig,
  };
  const ItemProcessor = { ...chain({ Do: pass }), ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } };
  const ended = await run(chain({ Each: { Type: 'Map', ItemReader, ItemProcessor, ...more } }), { objects });
  return ended.status === 'SUCCEEDED' ? ended.output : ended;
}
const one = (body: string | Uint8Array) => ({ 'bucket/key': body });
const failure = { status: 'FAILED', error: 'States.ItemReaderFailed' };

it.each<[string, object, string | Uint8Array, Json]>([
  ['JSON', { InputType: 'JSON' }, '[1, {"a": 2}]', [1, { a: 2 }]],
  ['JSON that is packed', { InputType: 'JSON' }, gzipSync('[1]'), [1]],
  ['a list in JSON', { InputType: 'JSON', ItemsPointer: '/a~1b/1/list' }, '{"a/b": [0, {"list": [7]}]}', [7]],
  ['JSON Lines', { InputType: 'JSONL' }, '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
  ['JSON Lines that are packed', { InputType: 'JSONL' }, gzipSync('{"a":1}\n2'), [{ a: 1 }, 2]],
  [
    'CSV',
    { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
    'a,b\n1,"x, y"\n2,\n',
    [
      { a: '1', b: 'x, y' },
      { a: '2', b: '' },
    ],
  ],
  [
    'CSV with backslashes',
    { InputType: 'CSV' },
    'path,size\nC:\\\\Program Files\\\\App,6\\,5\n"a \\"b\\" c",\\d\n',
    [
      { path: 'C:\\Program Files\\App', size: '6,5' },
      { path: 'a "b" c', size: 'd' },
    ],
  ],
  ['CSV that is packed, with a mark of its bytes', { InputType: 'CSV' }, gzipSync('\uFEFFa\nü\n'), [{ a: 'ü' }]],
  [
    'CSV with a header given',
    { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a'], CSVDelimiter: 'PIPE' },
    '1|2\n3|4\n',
    [{ a: '1' }, { a: '3' }],
  ],
  ...Object.entries({ COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' }).map(
    ([CSVDelimiter, sign]): [string, object, string, Json] => [
      `CSV between ${CSVDelimiter}`,
      { InputType: 'CSV', CSVDelimiter },
      `a${sign}b\n1${sign}2`,
      [{ a: '1', b: '2' }],
    ],
  ),
  ['no more than MaxItems', { InputType: 'JSON', MaxItems: 2 }, '[1,2,3]', [1, 2]],
])('a distributed Map reads %s', async (_, config, body, output) => {
  expect(await read(one(body), config)).toEqual(output);
});

it('reads an object of JSON entry by entry, and tells their names', async () => {
  const body = one('{"a": 1, "b": [2]}');
  expect(await read(body, { InputType: 'JSON' })).toEqual([
    { Key: 'a', Value: 1 },
    { Key: 'b', Value: [2] },
  ]);
  const ItemSelector = { 'item.$': '$$.Map.Item' };
  const Source = 'S3://bucket/key';
  expect(await read(body, { InputType: 'JSON' }, { ItemSelector })).toEqual([
    { item: { Index: 0, Key: 'a', Value: 1, Source } },
    { item: { Index: 1, Key: 'b', Value: [2], Source } },
  ]);
});

it('reads what an inventory of S3 lists, from wherever its files lie', async () => {
  const manifest = {
    sourceBucket: 'bucket',
    destinationBucket: 'arn:aws:s3:::inventories',
    fileFormat: 'CSV',
    fileSchema: 'Bucket, Key, Size',
    files: [{ key: 'data/1.csv.gz', size: 9 }, { key: 'data/2.csv.gz' }],
  };
  const objects = {
    ...one(JSON.stringify(manifest)),
    'inventories/data/1.csv.gz': gzipSync('"bucket","a,b","1"\n"bucket","c","2"\n'),
    'inventories/data/2.csv.gz': gzipSync('"bucket","d","3"\n'),
  };
  const rows = [
    { Bucket: 'bucket', Key: 'a,b', Size: '1' },
    { Bucket: 'bucket', Key: 'c', Size: '2' },
    { Bucket: 'bucket', Key: 'd', Size: '3' },
  ];
  expect(await read(objects, { ManifestType: 'S3_INVENTORY' })).toEqual(rows);
  expect(await read(objects, { InputType: 'MANIFEST', MaxItems: 1 })).toEqual(rows.slice(0, 1));
  const parquet = one(JSON.stringify({ ...manifest, fileFormat: 'Parquet' }));
  expect(await read(parquet, { ManifestType: 'S3_INVENTORY' })).toMatchObject(failure);
  expect(await read(one('{}'), { ManifestType: 'S3_INVENTORY' })).toMatchObject(failure);
});

it('reads what a query of Athena has written', async () => {
  const config = { InputType: 'JSONL', ManifestType: 'ATHENA_DATA' };
  const objects = { ...one('s3://bucket/a\ns3://other/b/c\n'), 'bucket/a': '1\n2', 'other/b/c': gzipSync('3') };
  expect(await read(objects, config)).toEqual([1, 2, 3]);
  expect(await read(one('nowhere\n'), config)).toMatchObject(failure);
});

describe('a list of objects', () => {
  const objects = {
    'bucket/in/': '',
    'bucket/in/1.json': '[1, 2]',
    'bucket/in/2.json': '[3]',
    'bucket/out/3.json': '[4]',
  };

  it('is read as what is told of them', async () => {
    const listed = await read(objects, {}, { action: 'listObjectsV2', ItemSelector: { 'item.$': '$$.Map.Item' } });
    expect(listed).toEqual(
      ['in/', 'in/1.json', 'in/2.json'].map((Key, Index) => ({
        item: { Index, Value: { Key }, Source: 'S3://bucket' },
      })),
    );
  });

  it('is read as all that they hold, where it is loaded and flattened', async () => {
    const config = { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' };
    expect(await read(objects, config, { action: 'listObjectsV2' })).toEqual([1, 2, 3]);
  });
});

it.each<[string, string | Uint8Array, object, RegExp]>([
  ['what is no JSON', '{', { InputType: 'JSON' }, /no JSON/],
  ['a line that is no JSON', '1\n{', { InputType: 'JSONL' }, /no JSON/],
  ['what is neither list nor object', '7', { InputType: 'JSON' }, /non-iterable/],
  ['a pointer that leads nowhere', '{"a": [1]}', { InputType: 'JSON', ItemsPointer: '/a/1' }, /leads nowhere/],
  ['half of a packed file', gzipSync('[1]').subarray(0, 12), { InputType: 'JSON' }, /no GZIP/],
  ['Zstandard', Buffer.from('28b52ffd00', 'hex'), { InputType: 'JSON' }, /Zstandard/],
])('a distributed Map says that it cannot read %s', async (_, body, config, cause) => {
  expect(await read(one(body), config)).toMatchObject({ ...failure, cause: expect.stringMatching(cause) });
});

it('says that an object is not there', async () => {
  expect(await read({}, { InputType: 'CSV' })).toMatchObject(failure);
});

it('takes what a large object holds for items, however many they are', async () => {
  const objects = { 'bucket/in/1': JSON.stringify(Array.from({ length: 200_000 }, (_, at) => at)) };
  const config = { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN', MaxItems: 2 };
  expect(await read(objects, config, { action: 'listObjectsV2' })).toEqual([0, 1]);
});
