import { z } from 'zod';
import { openFolders } from '../functions/platform/folder.ts';
import { collect } from '../functions/preprocess/parts/collect.ts';
import { divide } from '../functions/preprocess/parts/divide.ts';
import { number } from '../functions/preprocess/parts/number.ts';
import { numberedSchema, planSchema } from '../functions/preprocess/parts/part.ts';
import { read } from '../functions/preprocess/parts/read.ts';
import { separate } from '../functions/preprocess/parts/separate.ts';
import { settle } from '../functions/preprocess/parts/settle.ts';
import { sum } from '../functions/preprocess/parts/sum.ts';
import type { PartsWorld } from '../functions/preprocess/parts/world.ts';
import { type Timed, untimed } from './steps.ts';

interface Of {
  readonly run: string;
  readonly batch: string;
  readonly source: string;
}

interface World extends PartsWorld {
  readonly partBytes: number;
  /** In which order children come; as they are listed, unless it is said. */
  readonly shuffled?: <T>(items: readonly T[]) => readonly T[];
  readonly timed?: Timed;
}

/** What the state machine does with a source that is read in parts, one child after the other. */
export async function inParts(
  of: Of,
  { partBytes, shuffled = (items) => items, timed = untimed, ...world }: World,
): Promise<Awaited<ReturnType<typeof sum>> & { readonly parts: number }> {
  const listed = async <Schema extends z.ZodType>(schema: Schema, key: string) =>
    shuffled(z.array(schema).parse(JSON.parse((await world.bucket.read(key))?.text ?? '')));
  let asked: Pick<Awaited<ReturnType<typeof number>>, 'edition' | 'whole'> = { edition: 1, whole: [] };
  for (;;) {
    const { edition, whole } = asked;
    const dividing = { ...of, edition, whole: [...whole], partBytes };
    const divided = await timed('divide', () => divide(dividing, { ...world, withFolder: openFolders() }));
    const { partitions, parts, plan } = divided;
    for (const part of await listed(planSchema.element, plan)) {
      await timed('hash' in part ? 'hash' : 'read', () => read({ ...of, edition, partitions, part }, world));
    }
    const numbered = await timed('number', () => number({ ...of, ...divided }, world));
    asked = numbered;
    if (numbered.numbered === undefined) continue;
    for (const partition of shuffled(numbered.partitions)) {
      await timed('settle', () => settle({ ...of, edition, partition }, world));
    }
    await timed('collect', () => collect({ ...of, edition, partitions: [...numbered.partitions] }, world));
    for (const part of await listed(numberedSchema, numbered.numbered)) {
      await timed('separate', () => separate({ ...of, edition, part }, world));
    }
    return {
      ...(await timed('sum', () => sum({ ...of, edition, parts, partitions: [...numbered.partitions] }, world))),
      parts,
    };
  }
}
