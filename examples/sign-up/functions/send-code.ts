import { z } from 'zod';
import { handlerOf } from '../../bricks/handler.ts';
import { codeHashOf, newCode } from '../accounts/code.ts';
import { send } from '../accounts/email.ts';
import { addressOf, expectCode } from '../accounts/sign-ups.ts';

const input = z.object({ signUp: z.uuid(), taskToken: z.string() });

export const handler = handlerOf(input, async ({ signUp, taskToken }) => {
  const code = newCode();
  await expectCode(signUp, await codeHashOf(signUp, code), taskToken);
  await send({
    to: await addressOf(signUp),
    subject: 'Your code',
    text: `${code} confirms your address for the next 15 minutes.\nIf you have not signed up, you need do nothing.`,
  });
});
