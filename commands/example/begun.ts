import { openScreen } from '../../local/screen.ts';
import type { Stack } from '../../local/stack/stack.ts';
import { equal, type Json } from '../../local/states/json.ts';
import { inputsOf } from './options.ts';
import { ask, requestsIn } from './requests.ts';
import { bodyOf, upload } from './upload.ts';

/** What an input has begun: an execution, by its ARN, or what was answered at once. */
export type Begun = { readonly executionArn: string } | { readonly answer: string };

/**
 * Does what an input says that is more than the input of a state machine, as `npm run example` does it: uploads, or asks
 * the HTTP API. Undefined for any other. Throws for an upload that the example's own inputs do not say: it may run a
 * command of this machine.
 */
export async function begunBy(
  input: Json,
  example: string,
  stack: Pick<Stack, 'put' | 'url' | 'emails'>,
): Promise<Begun | undefined> {
  const requests = requestsIn(input);
  if (requests) return { answer: await written((screen) => ask(requests, stack, screen)) };
  const file = upload.safeParse(input).data;
  if (!file) return undefined;
  if (![...inputsOf(example).values()].some((one) => equal(one, input))) {
    throw new Error(`An upload is done from here as examples/${example}/inputs/ says it, and not otherwise.`);
  }
  const [begun] = await stack.put(file.upload, await bodyOf(file));
  return begun ? { executionArn: begun.arn } : { answer: 'No rule takes this upload' };
}

/** What the work shows, without its colours. */
async function written(work: (screen: ReturnType<typeof openScreen>) => Promise<unknown>): Promise<string> {
  const parts: string[] = [];
  const screen = openScreen({ write: (text) => parts.push(text) }, {});
  try {
    await work(screen);
  } finally {
    screen.close();
  }
  return parts.join('').trimEnd();
}
