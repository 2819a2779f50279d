import { basename } from 'node:path';
import { incomingOf } from '../functions/core/keys.ts';
import type { Pipeline } from '../functions/definition/define-pipeline.ts';
import { upload } from '../functions/origins/upload/options.ts';
import { filesOf, type InputFile, readInput } from './input.ts';
import type { StartOptions } from './options.ts';
import { isPulled } from './origins/origins.ts';
import { missingSeed, readSeeds, type Seed } from './origins/seed.ts';

/** What a local run begins with. */
export interface Plan {
  /** The files to upload of each batch, in calendar order. */
  readonly batches: ReadonlyMap<string, readonly InputFile[]>;
  /** By source, what it is pulled from holds. */
  readonly seeds: ReadonlyMap<string, Seed>;
  /** Files of the folder that nobody takes. */
  readonly strays: readonly string[];
}

type Asked = Pick<StartOptions, 'batches' | 'input' | 'seed' | 'onlyFiles'>;

/** Finds what there is to upload and to pull; throws with advice where something lacks. */
export async function planOf({ input, batches: only, seed, onlyFiles }: Asked, { sources }: Pipeline): Promise<Plan> {
  const uploads = sources.some(({ origin }) => origin.kind === 'upload');
  const { batches, strays } = uploads ? await readInput(input, only) : { batches: named(only), strays: [] };
  const pulled = sources.filter(isPulled);
  const seeds = await readSeeds(
    seed,
    pulled.map(({ name }) => name),
  );
  const lacks = (source: string) =>
    !seeds.has(source) &&
    !(onlyFiles && [...batches].every(([batch, files]) => filesOf(source, batch, files).length > 0));
  const lacking = pulled.find(({ name, optional }) => lacks(name) && !(onlyFiles && optional));
  if (lacking) throw missingSeed(lacking.name, seed);
  return { batches: onlyFiles ? withSeeds(batches, seeds) : batches, seeds, strays };
}

/** What a run begins with of which everything is in the bucket, but for what is pulled. */
export async function planOfSeeds({ seed, onlyFiles }: Asked, { sources }: Pipeline): Promise<Plan> {
  const pulled = onlyFiles ? [] : sources.filter(isPulled).map(({ name }) => name);
  const seeds = await readSeeds(seed, pulled);
  const lacking = pulled.find((name) => !seeds.has(name));
  if (lacking) throw missingSeed(lacking, seed);
  return { batches: new Map(), seeds, strays: [] };
}

function named(batches: readonly string[]): Map<string, InputFile[]> {
  if (batches.length > 0) return new Map(batches.toSorted().map((batch) => [batch, []]));
  throw new Error(
    'Every source of this pipeline is pulled, so that no upload says which batch to make: name it, like --batch 2013-02.',
  );
}

/** A seed is the file of its source in each batch that has none of it. */
const withSeeds = (batches: Plan['batches'], seeds: Plan['seeds']): Plan['batches'] =>
  new Map(
    [...batches].map(([batch, files]) => {
      const lacking = [...seeds].filter(([source]) => filesOf(source, batch, files).length === 0);
      const added = lacking.map(([source, { path }]) => ({
        path,
        key: `${incomingOf(batch)}${source}/${basename(path)}`,
      }));
      return [batch, [...files, ...added]];
    }),
  );

/** Makes every source one that is uploaded, for all functions of this process: they share the pipeline. */
export function uploadAll({ sources }: Pipeline): void {
  for (const source of sources.filter(isPulled)) Object.assign(source, { origin: upload() });
}
