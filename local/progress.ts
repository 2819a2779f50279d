import { z } from 'zod';
import { manifestKey } from '../functions/core/keys.ts';
import { manifestSchema } from '../functions/core/manifest.ts';
import { readStored } from '../functions/core/stored.ts';
import type { Bucket } from '../functions/core/world.ts';
import { pipeline } from '../pipeline/pipeline.ts';
import { sentence } from './batch.ts';
import type { Watcher } from './cloud.ts';
import { isPulled } from './origins/origins.ts';
import { manifestBefore, reasonsOf } from './outcome.ts';
import type { Screen } from './screen.ts';
import { count, some } from './tables.ts';

/** Tells each run that begins, with why, and each call of a function with its rows and how long it took. */
export function watcherOn(screen: Screen, verbose: boolean, bucket: () => Bucket): Watcher {
  const since = new Date().toISOString();
  return {
    begins: async ({ name }) => {
      const manifest = await readStored(manifestSchema, manifestKey(name), bucket());
      if (!manifest) return screen.line(`  run ${name}: somebody has started it, and start has frozen nothing for it`);
      const again = manifest.frozenAt < since;
      const reasons = again ? ['it has failed before'] : reasonsOf(manifest, await manifestBefore(bucket(), manifest));
      screen.line(`  run ${name}: ${reasons.join('; ')}`);
    },
    calls: (state, input) => {
      const { source } = named.parse(input);
      const end = screen.begin(source ? `${state} ${source}` : state);
      return (ended) => {
        const seconds = screen.dim(end().padStart(7));
        const what = 'error' in ended ? screen.red(nameOf(ended.error).padEnd(34)) : rowsOf(ended.output).padEnd(34);
        const line = `  ${state.padEnd(12)}${source.padEnd(20)}${what}${seconds}`;
        screen.line(screen.columns < lineWidth ? line.replace(/ {2,}/g, ' ').replace(/^/, ' ') : line);
      };
    },
    ...(verbose && { logs: (step, line) => screen.line(screen.dim(`    ${step}: ${sentence(line)}`)) }),
  };
}

/** Of a step that is told, with room between its parts. */
const lineWidth = 76;

const named = z.looseObject({ source: z.string().default('') });
const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error));
const preprocessed = z.object({
  read: z.int(),
  rejected: z.int(),
  duplicates: z.int(),
  withinLimits: z.boolean(),
  holds: z.boolean(),
});
const ingested = z.object({ source: z.string(), objects: z.int(), bytes: z.int() });
const aggregated = z.object({ tables: z.array(z.unknown()) });

/** Where a source was read from. */
function placeOf({ source: name, objects }: z.infer<typeof ingested>): string {
  const pulled = pipeline.sources.filter(isPulled).find((source) => source.name === name);
  return pulled ? `from ${pulled.origin.title}` : some(objects, 'file', 'files');
}

/** What came out of a call, as far as it tells something. */
function rowsOf(output: unknown): string {
  const place = ingested.safeParse(output).data;
  if (place) return placeOf(place);
  const source = preprocessed.safeParse(output).data;
  const tables = aggregated.safeParse(output).data?.tables;
  if (!source) return tables ? some(tables.length, 'table', 'tables') : '';
  const { read, rejected, duplicates, withinLimits, holds } = source;
  const rest = [
    rejected > 0 && `${count(rejected)} rejected`,
    duplicates > 0 && some(duplicates, 'duplicate', 'duplicates'),
    !withinLimits && (holds ? 'past its limits' : 'past its limits, accepted'),
  ];
  return [some(read, 'row', 'rows'), ...rest.filter(Boolean)].join(', ');
}
