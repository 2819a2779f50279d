import { z } from 'zod';
import { openFolders } from '../../functions/platform/folder.ts';
import type { Preprocessed } from '../../functions/preprocess/conclude.ts';
import { divide } from '../../functions/preprocess/parts/divide.ts';
import { number } from '../../functions/preprocess/parts/number.ts';
import { numberedKey, numberedSchema, partSchema, planKey } from '../../functions/preprocess/parts/part.ts';
import { read } from '../../functions/preprocess/parts/read.ts';
import { separate } from '../../functions/preprocess/parts/separate.ts';
import { settle } from '../../functions/preprocess/parts/settle.ts';
import { sum } from '../../functions/preprocess/parts/sum.ts';
import type { PartsWorld } from '../../functions/preprocess/parts/world.ts';

interface Of {
  readonly run: string;
  readonly batch: string;
  readonly source: string;
}

/** What the state machine does with a source that is read in parts; children come in the order that `shuffled` gives. */
export async function inParts(
  of: Of,
  world: PartsWorld,
  shuffled: <T>(items: readonly T[]) => readonly T[] = (items) => items.toReversed(),
): Promise<Preprocessed & { readonly parts: number }> {
  const listed = async <Schema extends z.ZodType>(schema: Schema, key: string) =>
    shuffled(z.array(schema).parse(JSON.parse((await world.bucket.read(key))?.text ?? '')));
  let asked: Awaited<ReturnType<typeof number>> = { edition: 1, whole: [] };
  for (;;) {
    const divided = await divide({ ...of, ...asked }, { ...world, withFolder: openFolders() });
    const { edition, partitions, parts } = divided;
    for (const part of await listed(partSchema, planKey({ ...of, edition }))) {
      await read({ ...of, edition, partitions, part }, world);
    }
    asked = await number({ ...of, ...divided }, world);
    if (asked.whole.length > 0) continue;
    for (const partition of shuffled(Array.from({ length: partitions }, (_, at) => at))) {
      await settle({ ...of, edition, partition }, world);
    }
    for (const part of await listed(numberedSchema, numberedKey({ ...of, edition }))) {
      await separate({ ...of, edition, part }, world);
    }
    return { ...(await sum({ ...of, edition, parts }, world)), parts };
  }
}
