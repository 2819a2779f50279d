import { z } from 'zod';
import { childSteps } from '../functions/core/child-failure.ts';
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
import { Failure } from './states/failure.ts';
import { count, some } from './tables.ts';

/** Tells each run that begins, with why, and each call of a function with its rows and how long it took. */
export function watcherOn(screen: Screen, verbose: boolean, bucket: () => Bucket): Watcher {
  const since = new Date().toISOString();
  const children = childrenOn(screen);
  let endQuery = () => '';
  return {
    begins: async ({ name }) => {
      const manifest = await readStored(manifestSchema, manifestKey(name), bucket());
      if (!manifest) return screen.line(`  run ${name}: somebody has started it, and start has frozen nothing for it`);
      const again = manifest.frozenAt < since;
      const reasons = again ? ['it has failed before'] : reasonsOf(manifest, await manifestBefore(bucket(), manifest));
      screen.line(`  run ${name}: ${reasons.join('; ')}`);
    },
    calls: (state, input) => {
      const { source, step, query } = named.parse(input);
      const tell = (told: Told) => screen.line(lineOf(told, screen));
      for (const group of children.ended((one) => one.source === source && one.state !== state)) tell(group);
      if (childSteps.has(step)) return children.call(state, source);
      if (step === 'query') endQuery = screen.begin(`Athena ${query}`);
      const isQuery = state === 'Athena' || step === 'query' || step === 'take';
      const end = isQuery ? endQuery : screen.begin(source ? `${state} ${source}` : state);
      return (ended) => {
        if ('error' in ended) return tell({ state, about: source || query, error: nameOf(ended.error), took: end() });
        if (isQuery && step !== 'take') return;
        const what = rowsOf(ended.output);
        tell({ state: isQuery ? 'Athena' : state, about: source || query, what, took: end() });
      };
    },
    ends: async () => {
      for (const group of children.ended(() => true)) screen.line(lineOf(group, screen));
    },
    ...(verbose && { logs: (step, line) => screen.line(screen.dim(`    ${step}: ${sentence(line)}`)) }),
  };
}

/** Of a step that is told, with room between its parts. */
const lineWidth = 76;

interface Told {
  readonly state: string;
  /** The source or the table. */
  readonly about: string;
  readonly what?: string;
  readonly error?: string;
  readonly took: string;
}

function lineOf({ state, about, what = '', error, took }: Told, screen: Screen): string {
  const told = error === undefined ? what.padEnd(34) : screen.red(error.padEnd(34));
  const line = `  ${state.padEnd(12)}${about.padEnd(19)} ${told}${screen.dim(took.padStart(7))}`;
  return screen.columns < lineWidth ? line.replace(/ {2,}/g, ' ').replace(/^/, ' ') : line;
}

interface Group {
  readonly state: string;
  readonly source: string;
  readonly end: () => string;
  calls: number;
}

/** The children of a Map are told by one line, once the source goes on; one that fails by a line of its own. */
function childrenOn(screen: Screen) {
  let groups: Group[] = [];
  return {
    call: (state: string, source: string) => {
      const begun = groups.find((one) => one.source === source);
      const group = begun ?? { state, source, end: screen.begin(`${state} ${source}`), calls: 0 };
      if (!begun) groups.push(group);
      return (ended: object) => {
        if (!('error' in ended)) group.calls++;
        else screen.line(lineOf({ state, about: source, error: nameOf(ended.error), took: '' }, screen));
      };
    },
    ended: (isEnded: (group: Group) => boolean): Told[] => {
      const ended = groups.filter(isEnded);
      groups = groups.filter((one) => !ended.includes(one));
      return ended.map(({ state, source: about, calls, end }) => ({
        state,
        about,
        what: some(calls, 'call', 'calls'),
        took: end(),
      }));
    },
  };
}

const named = z.looseObject({
  source: z.string().default(''),
  step: z.string().default(''),
  query: z.string().default(''),
});
const nameOf = (error: unknown) => (error instanceof Failure ? (error.error ?? '') : String(error));
const preprocessed = z.object({
  read: z.int(),
  rejected: z.int(),
  duplicates: z.int(),
  withinLimits: z.boolean(),
  holds: z.boolean(),
});
const ingested = z.object({ source: z.string(), objects: z.int(), bytes: z.int() });
const aggregated = z.object({ tables: z.array(z.unknown()) });
const tableTaken = z.strictObject({ rows: z.int() });

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
  const rows = tableTaken.safeParse(output).data?.rows;
  if (rows !== undefined) return some(rows, 'row', 'rows');
  if (!source) return tables ? some(tables.length, 'table', 'tables') : '';
  const { read, rejected, duplicates, withinLimits, holds } = source;
  const rest = [
    rejected > 0 && `${count(rejected)} rejected`,
    duplicates > 0 && some(duplicates, 'duplicate', 'duplicates'),
    !withinLimits && (holds ? 'past its limits' : 'past its limits, accepted'),
  ];
  return [some(read, 'row', 'rows'), ...rest.filter(Boolean)].join(', ');
}
