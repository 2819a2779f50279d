import { setTimeout } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  ExecutionStatus,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { unlessOver } from '../../bricks/callback.ts';
import { code, codeHashOf, isSame, mostTries } from '../accounts/code.ts';
import { countTry } from '../accounts/sign-ups.ts';
import { answer, httpHandler } from '../http.ts';

const states = new SFNClient();
const refused = answer(400, { message: 'The code is wrong, or its time is up.' });

export const handler = httpHandler(z.object({ signUp: z.uuid(), code }), async ({ signUp, code }) => {
  const tried = await countTry(signUp);
  if (!tried) return refused;
  const { codeHash, taskToken, tries } = tried;
  if (isSame(codeHash, await codeHashOf(signUp, code))) {
    await unlessOver(() => states.send(new SendTaskSuccessCommand({ taskToken, output: '{}' })));
    return told(await endOf(signUp));
  }
  const failure = { taskToken, error: 'TooManyTries', cause: 'The last code that may be tried was wrong' };
  if (tries === mostTries) await unlessOver(() => states.send(new SendTaskFailureCommand(failure)));
  return refused;
});

const output = z.object({ outcome: z.string() });

/** What a sign-up has come to; undefined while it goes on. */
async function endOf(signUp: string): Promise<string | undefined> {
  const executionArn = `${process.env.SIGN_UP_MACHINE?.replace(':stateMachine:', ':execution:')}:${signUp}`;
  for (let look = 0; look < 25; look++) {
    const { status, output: said } = await states.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== ExecutionStatus.RUNNING) return output.parse(JSON.parse(said ?? '{}')).outcome;
    await setTimeout(200);
  }
  return undefined;
}

const told = (outcome: string | undefined) => {
  if (outcome === 'ACTIVATED') return answer(200, { message: 'You can sign in.' });
  return outcome === undefined ? answer(202, { message: 'You can sign in in a moment.' }) : refused;
};
