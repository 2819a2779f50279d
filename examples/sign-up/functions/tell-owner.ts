import { z } from 'zod';
import { handlerOf } from '../../bricks/handler.ts';
import { send } from '../accounts/email.ts';
import { addressOf } from '../accounts/sign-ups.ts';

export const handler = handlerOf(z.object({ signUp: z.uuid() }), async ({ signUp }) => {
  await send({
    to: await addressOf(signUp),
    subject: 'You have an account already',
    text: 'Somebody has signed up with your address, for which there is an account: sign in with its password.\nIf it was not you, you need do nothing.',
  });
});
