import { Failure } from '../../../local/states/failure.ts';
import type { Json } from '../../../local/states/json.ts';
import { call, chain, run } from './rig.ts';

const writer = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'out', Prefix: 'jobs' } };

/** Runs a Map, each child answering with what the item is, and failing where it is none. */
function results(ResultWriter: object, input: Json[], more: object = {}) {
  const ItemProcessor = { ...chain({ Do: call }), ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
  const map = { Type: 'Map', ItemProcessor, ResultWriter, ToleratedFailurePercentage: 50, ...more };
  const Do = (item: Json) => {
    if (item === null) throw new Failure('A', 'is nothing');
    return item;
  };
  return run(chain({ Each: map }), { input, tasks: { Do } });
}

type Ended = Awaited<ReturnType<typeof results>>;
const outputOf = (ended: Ended) => (ended.status === 'SUCCEEDED' ? ended.output : ended);
const written = ({ objects }: Ended, file: string) => String(objects[`out/jobs/id-0/${file}`]);

const child = (id: string, item: Json) => ({
  ExecutionArn: `arn:aws:states:eu-central-1:1:execution:machine/Each:${id}`,
  Name: id,
  StateMachineArn: 'arn:aws:states:eu-central-1:1:stateMachine:machine/Each',
  Input: JSON.stringify(item),
  InputDetails: { Included: true },
  RedriveCount: 0,
});
const dates = { StartDate: '2026-01-01T00:00:00.000Z', StopDate: '2026-01-01T00:00:00.000Z' };
const succeeded = (id: string, item: Json) => ({
  ...child(id, item),
  ...dates,
  Status: 'SUCCEEDED',
  Output: JSON.stringify(item),
  OutputDetails: { Included: true },
  RedriveStatus: 'NOT_REDRIVABLE',
  RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
});
const failed = (id: string) => ({ ...child(id, null), ...dates, Status: 'FAILED', Error: 'A', Cause: 'is nothing' });

it('writes what has become of each child, and tells where', async () => {
  const ended = await results(writer, [[1], null, 2]);
  const arn = 'arn:aws:states:eu-central-1:1:mapRun:machine/Each:id-0';
  expect(outputOf(ended)).toEqual({
    MapRunArn: arn,
    ResultWriterDetails: { Bucket: 'out', Key: 'jobs/id-0/manifest.json' },
  });
  const size = (file: string) => Buffer.byteLength(written(ended, file));
  expect(JSON.parse(written(ended, 'manifest.json'))).toEqual({
    DestinationBucket: 'out',
    MapRunArn: arn,
    ResultFiles: {
      SUCCEEDED: [{ Key: 'jobs/id-0/SUCCEEDED_0.json', Size: size('SUCCEEDED_0.json') }],
      FAILED: [{ Key: 'jobs/id-0/FAILED_0.json', Size: size('FAILED_0.json') }],
      PENDING: [],
    },
  });
  expect(JSON.parse(written(ended, 'SUCCEEDED_0.json'))).toEqual([succeeded('id-0-0', [1]), succeeded('id-0-2', 2)]);
  expect(JSON.parse(written(ended, 'FAILED_0.json'))).toEqual([failed('id-0-1')]);
});

it('writes what has not begun too, where too many have failed', async () => {
  const ended = await results(writer, [1, null, 2], { ToleratedFailurePercentage: 0, MaxConcurrency: 1 });
  expect(ended).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
  expect(JSON.parse(written(ended, 'PENDING_0.json'))).toEqual([{ ...child('id-0-2', 2), Status: 'PENDING' }]);
  expect(JSON.parse(written(ended, 'FAILED_0.json'))).toEqual([failed('id-0-1')]);
});

it.each<[object, string, unknown[]]>([
  [{ Transformation: 'COMPACT' }, 'json', [[1, 2], 3]],
  [{ Transformation: 'FLATTEN' }, 'json', [1, 2, 3]],
  [{ Transformation: 'NONE' }, 'json', [succeeded('id-0-0', [1, 2]), succeeded('id-0-1', 3)]],
  [{ Transformation: 'FLATTEN', OutputType: 'JSONL' }, 'jsonl', [1, 2, 3]],
])('writes as %j says', async (WriterConfig, extension, lines) => {
  const ended = await results({ ...writer, WriterConfig }, [[1, 2], 3]);
  const text = written(ended, `SUCCEEDED_0.${extension}`);
  const read =
    extension === 'json'
      ? JSON.parse(text)
      : text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
  expect(read).toEqual(lines);
});

it.each<[object, unknown]>([
  [{ Transformation: 'COMPACT' }, [[1, 2], failed('id-0-1'), 3]],
  [{ Transformation: 'FLATTEN' }, [1, 2, failed('id-0-1'), 3]],
  [{ Transformation: 'NONE' }, [succeeded('id-0-0', [1, 2]), failed('id-0-1'), succeeded('id-0-2', 3)]],
])('without a bucket comes to its results as %j says', async (WriterConfig, output) => {
  const ended = await results({ WriterConfig }, [[1, 2], null, 3]);
  expect(outputOf(ended)).toEqual(output);
  expect(ended.objects).toEqual({});
});
