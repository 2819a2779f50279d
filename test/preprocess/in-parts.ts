import { z } from 'zod';
import { openFolders } from '../../functions/platform/folder.ts';
import type { Preprocessed } from '../../functions/preprocess/conclude.ts';
import { divide } from '../../functions/preprocess/parts/divide.ts';
import { number } from '../../functions/preprocess/parts/number.ts';
import { numberedSchema, planSchema } from '../../functions/preprocess/parts/part.ts';
import { read } from '../../functions/preprocess/parts/read.ts';
import { separate } from '../../functions/preprocess/parts/separate.ts';
import { settle } from '../../functions/preprocess/parts/settle.ts';
import { sum } from '../../functions/preprocess/parts/sum.ts';
import type { PreprocessWorld } from '../../functions/preprocess/preprocess.ts';

interface Of {
  readonly run: string;
  readonly batch: string;
  readonly source: string;
}

/** What the state machine does with a source that is read in parts; children come in the order that `shuffled` gives. */
export async function inParts(
  of: Of,
  { partBytes, ...world }: PreprocessWorld & { readonly partBytes: number },
  shuffled: <T>(items: readonly T[]) => readonly T[] = (items) => items.toReversed(),
): Promise<Preprocessed & { readonly parts: number }> {
  const listed = async <Schema extends z.ZodType>(schema: Schema, key: string) =>
    shuffled(z.array(schema).parse(JSON.parse((await world.bucket.read(key))?.text ?? '')));
  let asked: Pick<Awaited<ReturnType<typeof number>>, 'edition' | 'whole'> = { edition: 1, whole: [] };
  for (;;) {
    const { edition, whole } = asked;
    const divided = await divide(
      { ...of, edition, whole: [...whole], partBytes },
      { ...world, withFolder: openFolders() },
    );
    const { partitions, parts, plan } = divided;
    for (const part of await listed(planSchema.element, plan)) await read({ ...of, edition, partitions, part }, world);
    const numbered = await number({ ...of, ...divided }, world);
    asked = numbered;
    if (numbered.numbered === undefined) continue;
    for (const partition of shuffled(numbered.partitions)) await settle({ ...of, edition, partition }, world);
    for (const part of await listed(numberedSchema, numbered.numbered)) await separate({ ...of, edition, part }, world);
    return { ...(await sum({ ...of, edition, parts }, world)), parts };
  }
}
