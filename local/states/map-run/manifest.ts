import { z } from 'zod';
import type { Objects } from '../world.ts';
import { csvOf, type Item, parsed, readerFailed, textOf } from './dataset.ts';

/** An object of S3. */
export interface Named {
  readonly Bucket: string;
  readonly Key: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html#storage-inventory-location-manifest */
const inventory = z.looseObject({
  destinationBucket: z.string(),
  fileFormat: z.string(),
  fileSchema: z.string(),
  files: z.array(z.looseObject({ key: z.string() })),
});

/** The objects that an inventory of S3 lists, a row each, with the columns that its manifest names. */
export async function inventoryItems({ Bucket, Key }: Named, objects: Objects): Promise<Item[]> {
  const read = inventory.safeParse(parsed(textOf(await objects.read(Bucket, Key))));
  if (!read.success) throw readerFailed(`s3://${Bucket}/${Key} is no manifest of an inventory.`);
  const { destinationBucket, fileFormat, fileSchema, files } = read.data;
  if (fileFormat !== 'CSV') throw readerFailed(`The inventory is ${fileFormat}, and CSV is read.`);
  const columns = fileSchema.split(',').map((name) => name.trim());
  const bucket = destinationBucket.replace(/^arn:[^:]*:s3:::/, '');
  const items: Item[] = [];
  for (const { key } of files) {
    const source = `S3://${bucket}/${key}`;
    for (const row of csvOf(textOf(await objects.read(bucket, key)))) {
      items.push({ value: Object.fromEntries(columns.map((name, at) => [name, row[at] ?? ''])), source });
    }
  }
  return items;
}

/** The objects that a manifest of Athena names, one a line: https://docs.aws.amazon.com/athena/latest/ug/querying-output-files-not-encrypted.html */
export async function objectsNamed({ Bucket, Key }: Named, objects: Objects): Promise<Named[]> {
  return csvOf(textOf(await objects.read(Bucket, Key))).map(([uri = '']) => {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri.trim()) ?? [];
    if (bucket === undefined || key === undefined) throw readerFailed(`${uri} in the manifest is no object of S3.`);
    return { Bucket: bucket, Key: key };
  });
}
