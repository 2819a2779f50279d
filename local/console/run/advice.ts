import { correctAdvice } from '../../../commands/site/held.ts';
import { adviceFor } from '../../../functions/notify/advice.ts';
import { isAcceptable } from '../../../functions/publishing/gate.ts';
import type { RunFacts } from './facts.ts';
import { heldBy } from './run.ts';

/** What a person does next about a run that did not succeed: in words, and the command for it. */
export interface Advice {
  readonly words: string;
  readonly command: string | undefined;
}

/** `flag` is what a command says of the stage; nothing on this machine. */
export function adviceOn({ run, batch, quality }: RunFacts, error: string, flag: string): Advice {
  if (error === heldBy) {
    if (!isAcceptable(quality)) return { words: correctAdvice, command: undefined };
    const accepted = ' Where rows are only past their limits, a person may accept it:';
    return { words: correctAdvice + accepted, command: `npm run tributary -- accept ${run} --reason "<why>"${flag}` };
  }
  if (flag === '') return { words: 'When the cause is gone, make it again:', command: `npm start -- --batch ${batch}` };
  const command = `npm run tributary -- redrive ${run}${flag}`;
  const [words = ''] = adviceFor(error, command).split('\n');
  return { words, command: adviceFor(error, command).includes(command) ? command : undefined };
}
