import { z } from 'zod';
import { runInput } from '../../core/manifest.ts';
import type { AggregateWorld } from '../aggregate.ts';
import type { Aggregated } from '../complete.ts';
import { finish } from './finish.ts';
import { type QueryWorld, query } from './query.ts';
import { take } from './take.ts';

/** What is asked where Athena makes the tables: before a query, behind it, and behind all. */
const athenaInputs = [
  runInput.extend({ step: z.literal('query'), query: z.string() }),
  runInput.extend({
    step: z.literal('take'),
    query: z.string(),
    answer: z.string().startsWith('s3://'),
    scannedBytes: z.int().min(0),
  }),
  runInput.extend({ step: z.literal('finish') }),
] as const;

/** To make all tables here, or to do a step of what Athena makes. */
export const aggregateInput = z.discriminatedUnion('step', [
  runInput.extend({ step: z.undefined().optional() }),
  ...athenaInputs,
]);

/** Does one of these steps. */
export function athenaStep(
  input: z.infer<(typeof athenaInputs)[number]>,
  world: AggregateWorld & QueryWorld,
): Promise<{ sql: string } | { rows: number } | Aggregated> {
  switch (input.step) {
    case 'query':
      return query(input, world);
    case 'take':
      return take(input, world);
    case 'finish':
      return finish(input, world);
  }
}
