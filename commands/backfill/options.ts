import { parseArgs } from 'node:util';
import { type Batch, batchAfter, batchOf, type Period } from '../../functions/core/batch.ts';

/** What `npm run backfill` was asked for. */
export interface BackfillOptions {
  /** In calendar order. */
  readonly batches: readonly Batch[];
  /** Of a deployed pipeline; none for this machine. */
  readonly stage?: string | undefined;
  readonly region?: string | undefined;
  readonly dryRun: boolean;
  /** Everything else, which is for a local run. */
  readonly others: readonly string[];
}

export const usage = `Makes the reports of the batches from one to another, in calendar order, each compared with the one before it.

  npm run backfill -- --from 2013-01 --to 2013-12 [options]

  --from <batch>    the first batch
  --to <batch>      the last one                          (the first)
  --stage <name>    of the deployed pipeline; without it everything runs on this machine
  --region <name>   where the stage is                    (that of serverless.yml)
  --dry-run         list what would be done, and do nothing
  --help            show this

What is published is left alone, so the same command goes on after a stop. It ends with the first run that fails or is
held, and says what to do next: then the code it exits with is 1. Without --stage it knows the options of npm start
beside these, but for --batch, --accept and --again.`;

const own = {
  from: { type: 'string' },
  to: { type: 'string' },
  stage: { type: 'string' },
  region: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
} as const;

/** Reads the command line; throws with advice where it does not say which batches, or what cannot be. */
export function readOptions(args: readonly string[], period: Period): BackfillOptions {
  const { mine, others } = split(args);
  const { values } = parseArgs({ args: mine, options: own });
  const { from, to = from, stage, region, 'dry-run': dryRun } = values;
  const refuse = (problem: string) => new Error(`${problem}\n\n${usage}`);
  if (from === undefined || to === undefined) throw refuse('Which batches? Say --from and --to.');
  const batches = range(period, batchOf(period, from), batchOf(period, to));
  if (batches.length === 0) throw refuse(`${to} is before ${from}.`);
  const notThere = others.find((one) => ['--batch', '--accept', '--again'].includes(one.replace(/=.*/s, '')));
  if (notThere !== undefined || (stage !== undefined && others.length > 0)) {
    throw refuse(`${notThere ?? others[0]} is no option ${stage === undefined ? 'of a backfill' : 'with --stage'}.`);
  }
  if (stage === undefined && region !== undefined) throw refuse('A region is of a stage: say --stage too.');
  return { batches, stage, region, dryRun, others };
}

/** The arguments that are a backfill's own, and all others. */
function split(args: readonly string[]): { readonly mine: string[]; readonly others: string[] } {
  const { tokens } = parseArgs({ args: [...args], options: own, strict: false, tokens: true });
  const at = new Set(
    tokens.flatMap((token) => {
      if (token.kind !== 'option' || !(token.name in own)) return [];
      return token.inlineValue === false ? [token.index, token.index + 1] : [token.index];
    }),
  );
  return { mine: args.filter((_, index) => at.has(index)), others: args.filter((_, index) => !at.has(index)) };
}

function range(period: Period, from: Batch, to: Batch): Batch[] {
  const batches: Batch[] = [];
  for (let batch: Batch | undefined = from; batch && batch.from <= to.from; batch = batchAfter(period, batch)) {
    batches.push(batch);
  }
  return batches;
}
