import { z } from 'zod';
import type { MapState } from '../definition.ts';
import type { Entered } from '../entered.ts';
import type { Flow } from '../flow.ts';
import { isObject } from '../json.ts';
import type { ItemReader, ReaderConfig } from '../map-fields.ts';
import type { Objects } from '../world.ts';
import { type Item, itemsIn, readerFailed } from './dataset.ts';
import { inventoryItems, type Named, objectsNamed } from './manifest.ts';

const target = z.looseObject({ Bucket: z.string(), Key: z.string().optional(), Prefix: z.string().optional() });
type Target = z.infer<typeof target>;

/** How many items a reader may read, in words of the definition. */
export const mostItems = ({ ItemReader }: MapState, flow: Flow): Promise<number | undefined> =>
  flow.count(ItemReader?.ReaderConfig ?? {}, 'MaxItems');

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
const limit = 100_000_000;

/** The items that a reader finds in S3. */
export async function readItems(
  { state, frame }: Entered<MapState>,
  flow: Flow,
  most: number | undefined,
): Promise<Item[]> {
  const { ItemReader } = state;
  if (!ItemReader) return [];
  const from = await targetOf(ItemReader, flow);
  if (most !== undefined && most < 0) throw readerFailed('field MaxItems must be positive');
  const items = await found(ItemReader, from, frame.world.objects);
  return items.slice(0, most === undefined || most === 0 ? limit : most);
}

/** The items that a reader would find, had it read such a text. */
export async function itemsRead(reader: ItemReader, flow: Flow, text: string): Promise<Item[]> {
  const { Bucket, Key = '' } = await targetOf(reader, flow);
  return itemsIn(Buffer.from(text), reader.ReaderConfig ?? {}, `S3://${Bucket}/${Key}`);
}

const targetOf = async ({ Arguments, Parameters }: ItemReader, flow: Flow): Promise<Target> =>
  target.parse(await flow.filled(Arguments ?? Parameters ?? {}, 'ItemReader'));

function found({ Resource, ReaderConfig = {} }: ItemReader, from: Target, objects: Objects): Promise<Item[]> {
  if (Resource.endsWith(':listObjectsV2')) return listed(from, ReaderConfig, objects);
  const { Bucket, Key = '' } = from;
  if (ReaderConfig.ManifestType === 'ATHENA_DATA') return athenaItems({ Bucket, Key }, ReaderConfig, objects);
  if (ReaderConfig.ManifestType === 'S3_INVENTORY' || ReaderConfig.InputType === 'MANIFEST')
    return inventoryItems({ Bucket, Key }, objects);
  return itemsOf({ Bucket, Key }, ReaderConfig, objects);
}

/** What is told of each object, or what all of them hold. */
async function listed({ Bucket, Prefix }: Target, config: ReaderConfig, objects: Objects): Promise<Item[]> {
  const list = await objects.list(Bucket, Prefix);
  if (config.Transformation !== 'LOAD_AND_FLATTEN') {
    return list.map((value) => ({ value, source: `S3://${Bucket}` }));
  }
  const keys = list.flatMap((one) => (isObject(one) && typeof one.Key === 'string' ? [one.Key] : []));
  return all(
    keys.filter((key) => !key.endsWith('/')).map((Key) => ({ Bucket, Key })),
    config,
    objects,
  );
}

/** What the objects hold that a query of Athena has written. */
const athenaItems = async (manifest: Named, config: ReaderConfig, objects: Objects) =>
  all(await objectsNamed(manifest, objects), config, objects);

async function all(named: readonly Named[], config: ReaderConfig, objects: Objects): Promise<Item[]> {
  const items: Item[][] = [];
  for (const one of named) items.push(await itemsOf(one, config, objects));
  return items.flat();
}

const itemsOf = async ({ Bucket, Key }: Named, config: ReaderConfig, objects: Objects) =>
  itemsIn(await objects.read(Bucket, Key), config, `S3://${Bucket}/${Key}`);
