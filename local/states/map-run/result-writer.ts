import { z } from 'zod';
import type { MapState } from '../definition.ts';
import type { Flow } from '../flow.ts';
import type { Json } from '../json.ts';
import type { WriterConfig } from '../map-fields.ts';
import type { Objects } from '../world.ts';
import type { Child } from './child.ts';

/** A run of a Map, by its ARN. */
export interface MapRun {
  readonly id: string;
  readonly arn: string;
}

/** Writes the results, where the state says so, and gives what the state comes to: where they are, or they themselves. */
export async function written(
  { ResultWriter }: MapState,
  children: readonly Child[],
  { flow, run, objects }: { readonly flow: Flow; readonly run: MapRun; readonly objects: Objects },
): Promise<Json> {
  const { WriterConfig, Resource, Arguments, Parameters = {} } = ResultWriter ?? {};
  if (Resource === undefined) return inState(children, WriterConfig);
  const { Bucket, Prefix } = target.parse(await flow.filled(Arguments ?? Parameters, 'ResultWriter'));
  const folder = `${Prefix ? `${Prefix.replace(/\/$/, '')}/` : ''}${run.id}`;
  const files: Record<string, Json> = {};
  for (const [name, statuses] of Object.entries(filesOf)) {
    const some = children.filter(({ Status }) => statuses.includes(Status));
    const { body, extension } = formatted(some, WriterConfig);
    const Key = `${folder}/${name}_0.${extension}`;
    files[name] = some.length === 0 ? [] : [{ Key, Size: Buffer.byteLength(body) }];
    if (some.length > 0) await objects.write(Bucket, Key, body);
  }
  const Key = `${folder}/manifest.json`;
  const manifest = { DestinationBucket: Bucket, MapRunArn: run.arn, ResultFiles: files };
  await objects.write(Bucket, Key, JSON.stringify(manifest));
  return { MapRunArn: run.arn, ResultWriterDetails: { Bucket, Key } };
}

const target = z.looseObject({ Bucket: z.string(), Prefix: z.string().default('') });

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html: which children stand in which file. */
const filesOf: Readonly<Record<string, readonly Child['Status'][]>> = {
  FAILED: ['FAILED', 'TIMED_OUT', 'ABORTED'],
  PENDING: ['PENDING'],
  SUCCEEDED: ['SUCCEEDED'],
};

function formatted(children: readonly Child[], { Transformation = 'NONE', OutputType = 'JSON' }: WriterConfig = {}) {
  const results = transformed(children, Transformation);
  return OutputType === 'JSONL'
    ? { body: results.map((one) => `${JSON.stringify(one)}\n`).join(''), extension: 'jsonl' }
    : { body: JSON.stringify(results), extension: 'json' };
}

/** As they come where nothing is written: as a list, or as lines of JSON. */
function inState(
  children: readonly Child[],
  { Transformation = 'COMPACT', OutputType = 'JSON' }: WriterConfig = {},
): Json {
  const ended = children.filter(({ Status }) => Status !== 'PENDING');
  if (OutputType === 'JSONL') return formatted(ended, { Transformation, OutputType }).body;
  return transformed(ended, Transformation);
}

/** What did not succeed is told whole, whatever the transformation. */
const transformed = (children: readonly Child[], how: NonNullable<WriterConfig['Transformation']>): Json[] =>
  children.flatMap((child): Json[] => {
    if (how === 'NONE' || child.Output === undefined) return [z.json().parse(child)];
    const output = z.json().parse(JSON.parse(child.Output));
    return how === 'FLATTEN' && Array.isArray(output) ? output : [output];
  });
