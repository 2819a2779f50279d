import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { json } from '../states/json.ts';
import type { Lookup } from './intrinsics.ts';
import type { Making } from './kind.ts';

/** As BatchWriteItem takes them, but for the names of the tables, which are logical ids. */
const requests = z.record(z.string(), z.array(json));

/** Puts the rows of `seed.json` of a folder into its tables, if it is there. */
export async function seed(folder: string, lookup: Lookup, ask: Making['ask']): Promise<void> {
  const path = `${folder}/seed.json`;
  if (!existsSync(path)) return;
  for (const [id, rows] of Object.entries(requests.parse(JSON.parse(readFileSync(path, 'utf8'))))) {
    const { ref } = await lookup(id);
    await ask('dynamodb', 'batchWriteItem', { RequestItems: { [ref]: rows } });
  }
}
