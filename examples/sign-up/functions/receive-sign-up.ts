import { randomUUID } from 'node:crypto';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { accountOf, address } from '../accounts/address.ts';
import { hashOf, newPassword } from '../accounts/password.ts';
import { keepSignUp } from '../accounts/sign-ups.ts';
import { answer, httpHandler } from '../http.ts';

const states = new SFNClient();

/** The same answer whether the address has an account or not: only its owner gets to know. */
export const handler = httpHandler(z.object({ address, password: newPassword }), async ({ address, password }) => {
  const signUp = randomUUID();
  await keepSignUp(signUp, address, await hashOf(password));
  await states.send(
    new StartExecutionCommand({
      stateMachineArn: process.env.SIGN_UP_MACHINE,
      name: signUp,
      input: JSON.stringify({ signUp, account: accountOf(address) }),
    }),
  );
  return answer(202, { signUp, message: 'We have sent you an e-mail.' });
});
