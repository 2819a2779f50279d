import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Screen } from '../../local/screen.ts';
import type { Asked } from '../../local/stack/asked.ts';
import { type Json, json } from '../../local/states/json.ts';

/** Who is told how a state that waits goes on. */
interface Callbacks {
  succeed(token: string, output: Json): void;
  fail(token: string, error: string, cause: string): void;
}

/** A terminal that somebody sits at: gives the next key. */
export type Keys = () => Promise<string>;

export interface Answering {
  /** What the states that wait are answered with, by their names. */
  readonly answers: Readonly<Record<string, Json>>;
  readonly callbacks: Callbacks;
  /** Undefined where nobody sits at a terminal. */
  readonly keys: Keys | undefined;
}

/** What `answers.json` of an example says. */
export function readAnswers(folder: string): Record<string, Json> {
  const path = join(folder, 'answers.json');
  return existsSync(path) ? z.record(z.string(), json).parse(JSON.parse(readFileSync(path, 'utf8'))) : {};
}

/**
 * Answers a state that waits for a person: as one says at the terminal, and where nobody is there, as `answers.json` does. A
 * state of which that says nothing waits for something else.
 */
export async function answer(
  { state, token }: Asked,
  { answers, callbacks, keys }: Answering,
  screen: Screen,
): Promise<void> {
  const output = answers[state];
  if (output === undefined) return;
  if (!keys) {
    screen.line(`  ${state} is answered as answers.json says, since nobody sits here: ${JSON.stringify(output)}`);
    return callbacks.succeed(token, output);
  }
  screen.line(screen.bold(`  ${state} waits for you: y or n`));
  const yes = await saysYes(keys);
  screen.line(`  ${state} is answered: ${yes ? 'yes' : 'no'}`);
  return yes ? callbacks.succeed(token, output) : callbacks.fail(token, 'Refused', 'no, at the terminal');
}

async function saysYes(keys: Keys): Promise<boolean> {
  for (;;) {
    const key = (await keys()).toLowerCase();
    if (key === 'y' || key === 'n') return key === 'y';
  }
}
