import { z } from 'zod';
import { sourceInput } from '../core/manifest.ts';
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

/** Does what a state asks for, and gives what that comes to. */
export function takeStep(input: z.infer<typeof stepInput>, world: PartsWorld & DivideWorld) {
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
