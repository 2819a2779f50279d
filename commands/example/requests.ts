import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Screen } from '../../local/screen.ts';
import type { Email } from '../../local/services/ses.ts';
import type { Stack } from '../../local/stack/stack.ts';
import { evaluated } from '../../local/states/expressions/jsonata.ts';
import { Failure } from '../../local/states/failure.ts';
import { type Json, json } from '../../local/states/json.ts';

/** An input that asks the HTTP API of an example: `{ "requests": [{ "POST /orders": { "book": 7 } }] }`. */
const requests = z.strictObject({ requests: z.array(z.record(z.string().regex(/^[A-Z]+ \/\S*$/), json)) });
type Requests = z.infer<typeof requests>['requests'];

/** What of a stack is asked. */
type Asked = Pick<Stack, 'url' | 'emails'>;

/** Undefined where it is the input of a state machine. */
export const requestsIn = (input: Json): Requests | undefined => requests.safeParse(input).data?.requests;

/**
 * Asks one after the other, and shows what is answered and which e-mails come. A body may hold JSONata, which sees the
 * `$answers` and the `$emails` since the first. Tells whether the last answer is a success.
 */
export async function ask(all: Requests, stack: Asked, screen: Screen): Promise<boolean> {
  const answers: Json[] = [];
  const since = stack.emails.length;
  const tell = tellerOf(stack, screen, since);
  let isOk = false;
  for (const [route = '', said = null] of all.flatMap((one) => Object.entries(one))) {
    const body = await known(said, () => ({ answers, emails: emailsOf(stack.emails.slice(since)) }));
    tell();
    screen.line(`${screen.bold(route)}  ${JSON.stringify(body)}`);
    const response = await send(stack.url, route, body);
    isOk = response.ok;
    const text = await response.text();
    answers.push(json.catch(text).parse(parsed(text)));
    screen.line(`  ${(isOk ? screen.green : screen.red)(String(response.status))}  ${text}`);
  }
  tell();
  return isOk;
}

/** Shows where the HTTP API answers, and which e-mails come, until somebody interrupts it. */
export async function serve(stack: Asked, screen: Screen): Promise<void> {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const tell = tellerOf(stack, screen);
  screen.line(`${screen.bold(stack.url)}, until Ctrl-C`);
  while (!interrupted.signal.aborted) {
    await setTimeout(100);
    tell();
  }
}

const emailsOf = (emails: readonly Email[]): Json =>
  emails.map(({ to, subject, text }) => ({ to: [...to], subject, text }));

/** What a request needs may still be under way. */
async function known(said: Json, seen: () => { readonly [name: string]: Json }): Promise<Json> {
  for (let wait = 0; ; wait++) {
    try {
      return await evaluated(said, 'body', { states: {}, variables: seen() });
    } catch (error) {
      if (!(error instanceof Failure) || wait === 100) throw error;
      await setTimeout(100);
    }
  }
}

function send(url: string, route: string, body: Json): Promise<Response> {
  const [method = '', path = ''] = route.split(' ');
  const said = body === null ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return fetch(`${url}${path}`, { method, ...said });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Shows the e-mails that have come since it was last called, but for the first so many. */
function tellerOf({ emails }: Asked, screen: Screen, known = 0): () => void {
  let shown = known;
  return () => {
    for (const { to, subject, text } of emails.slice(shown)) {
      screen.line(screen.dim(`  to ${to.join(', ')}: ${subject}`));
      for (const line of text.split('\n')) screen.line(screen.dim(`    ${line}`));
    }
    shown = emails.length;
  };
}
