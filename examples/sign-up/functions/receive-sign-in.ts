import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { accountOf, address } from '../accounts/address.ts';
import { isRight, password } from '../accounts/password.ts';
import { passwordHashOf } from '../accounts/sign-ups.ts';
import { answer, httpHandler } from '../http.ts';

const dynamo = new DynamoDBClient();
// AWS answers at a host that begins with sync-, an endpoint that somebody has set does not.
const states = new SFNClient({ disableHostPrefix: process.env.AWS_ENDPOINT_URL_SFN !== undefined });

/** Does the same work for an address without an account. */
export const handler = httpHandler(z.object({ address, password }), async ({ address, password }) => {
  const account = accountOf(address);
  const verified = await isRight(password, await passwordHashOf(await signUpOf(account)));
  const execution = await states.send(
    new StartSyncExecutionCommand({
      stateMachineArn: process.env.SIGN_IN_MACHINE,
      input: JSON.stringify({ account, verified }),
    }),
  );
  if (execution.status !== 'SUCCEEDED') throw new Error(`The sign-in has ${execution.status}: ${execution.error}`);
  return told(decision.parse(JSON.parse(execution.output ?? '')));
});

const item = z.object({ signUp: z.object({ S: z.string() }) });

async function signUpOf(account: string): Promise<string> {
  const Key = { account: { S: account } };
  const { Item } = await dynamo.send(
    new GetItemCommand({ TableName: process.env.ACCOUNTS, Key, ConsistentRead: true }),
  );
  return Item ? item.parse(Item).signUp.S : 'none';
}

const decision = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('SIGNED_IN'), token: z.string() }),
  z.object({ outcome: z.enum(['WRONG', 'TOO_MANY']) }),
]);

function told(decided: z.infer<typeof decision>) {
  switch (decided.outcome) {
    case 'SIGNED_IN':
      return answer(200, { token: decided.token });
    case 'WRONG':
      return answer(401, { message: 'The address or the password is wrong.' });
    case 'TOO_MANY':
      return answer(429, { message: 'That was tried too often: wait a quarter of an hour.' });
  }
}
