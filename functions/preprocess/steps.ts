import { z } from 'zod';
import { childSteps, writeChildFailure } from '../core/child-failure.ts';
import { sourceInput } from '../core/manifest.ts';
import type { Bucket } from '../core/world.ts';
import { collect, collectInput } from './parts/collect.ts';
import { type DivideWorld, divide, divideInput } from './parts/divide.ts';
import { number, numberInput } from './parts/number.ts';
import { read, readInput } from './parts/read.ts';
import { separate, separateInput } from './parts/separate.ts';
import { settle, settleInput } from './parts/settle.ts';
import { sum, sumInput } from './parts/sum.ts';
import type { PartsWorld } from './parts/world.ts';
import { preprocess } from './preprocess.ts';

/** What a state asks for: a whole source, or one step of one that is read in parts, in the order of statemachines/distributed.patch.yaml. */
export const stepInput = z.discriminatedUnion('step', [
  sourceInput.extend({ step: z.undefined().optional() }),
  divideInput.extend({ step: z.literal('divide') }),
  readInput.extend({ step: z.literal('read') }),
  numberInput.extend({ step: z.literal('number') }),
  settleInput.extend({ step: z.literal('settle') }),
  collectInput.extend({ step: z.literal('collect') }),
  separateInput.extend({ step: z.literal('separate') }),
  sumInput.extend({ step: z.literal('sum') }),
]);

type Input = z.infer<typeof stepInput>;
type World = PartsWorld & DivideWorld;

/** Writes what has failed a child, as nobody hears of it. */
export async function tellFailure({ step, run, source }: Input, failed: Error, bucket: Pick<Bucket, 'write'>) {
  if (childSteps.has(step))
    await writeChildFailure(run, { source, error: failed.name, reason: failed.message }, bucket);
}

/** Does what a state asks for, and gives what that comes to. */
export function takeStep(input: Input, world: World) {
  switch (input.step) {
    case undefined:
      return preprocess(input, world);
    case 'divide':
      return divide(input, world);
    case 'read':
      return read(input, world);
    case 'number':
      return number(input, world);
    case 'settle':
      return settle(input, world);
    case 'collect':
      return collect(input, world);
    case 'separate':
      return separate(input, world);
    case 'sum':
      return sum(input, world);
  }
}
