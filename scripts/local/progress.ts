import { z } from 'zod';
import { readManifest } from '../../functions/core/stored.ts';
import type { Bucket } from '../../functions/core/world.ts';
import { sentence } from './batch.ts';
import type { Watcher } from './cloud.ts';
import { manifestBefore, reasonsOf } from './outcome.ts';
import type { Screen } from './screen.ts';
import { count } from './tables.ts';

/** Tells each run that begins, with why, and each call of a function with its rows and how long it took. */
export function watcherOn(screen: Screen, verbose: boolean, bucket: () => Bucket): Watcher {
  return {
    begins: async ({ name }) => {
      const manifest = await readManifest(name, bucket());
      screen.line(`  run ${name}: ${reasonsOf(manifest, await manifestBefore(bucket(), manifest)).join('; ')}`);
    },
    calls: (state, input) => {
      const { source } = named.parse(input);
      const end = screen.begin(source ? `${state} ${source}` : state);
      return (ended) => {
        const seconds = end().padStart(7);
        const detail = 'error' in ended ? screen.red(`${ended.error}`.split('\n')[0] ?? '') : rowsOf(ended.output);
        screen.line(`  ${state.padEnd(12)}${source.padEnd(20)}${detail.padEnd(34)}${screen.dim(seconds)}`);
      };
    },
    ...(verbose && { logs: (step, line) => screen.line(screen.dim(`    ${step}: ${sentence(line)}`)) }),
  };
}

const named = z.looseObject({ source: z.string().default('') });
const preprocessed = z.object({ read: z.int(), rejected: z.int(), duplicates: z.int() });
const aggregated = z.object({ tables: z.array(z.unknown()) });

/** What came out of a call, as far as it counts something. */
function rowsOf(output: unknown): string {
  const source = preprocessed.safeParse(output).data;
  const tables = aggregated.safeParse(output).data?.tables;
  if (!source) return tables ? `${count(tables.length)} tables` : '';
  const { read, rejected, duplicates } = source;
  const rest = [rejected > 0 && `${count(rejected)} rejected`, duplicates > 0 && `${count(duplicates)} duplicates`];
  return [`${count(read)} rows`, ...rest.filter(Boolean)].join(', ');
}
