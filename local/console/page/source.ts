import { z } from 'zod';
import type { Picture } from '../../../commands/diagram/flat.ts';
import type { Begun } from '../../../commands/example/begun.ts';
import type { Line } from '../../../commands/logs/lines.ts';
import type { Action } from '../actions.ts';
import { parsed } from '../run/json.ts';
import type { About } from '../world.ts';

/** Where the page has everything from: a server, or what is written in it. */
export interface Source {
  about(): Promise<About>;
  /** Asks the API of Step Functions. */
  ask(operation: string, request: object): Promise<unknown>;
  list(prefix: string): Promise<readonly string[]>;
  read(key: string): Promise<string | undefined>;
  /** Where a browser opens an object; undefined where it cannot. */
  linkTo(key: string): string | undefined;
  logs(run: string): Promise<readonly Line[]>;
  picture(definition: string): Promise<Picture>;
  /** Has the listener told of each change; gives how to stop that. */
  follow(listener: () => void): () => void;
  /** What a state machine may be started with, by names. */
  inputs(machine: string): Promise<Readonly<Record<string, string>>>;
  /** Starts a state machine, or does what the input says; gives the execution, or what was answered. */
  start(stateMachineArn: string, input: string): Promise<Begun>;
  act(action: Action): Promise<void>;
  put(path: string, file: File): Promise<void>;
}

const keys = z.array(z.object({ key: z.string() }));
const inputsSchema = z.record(z.string(), z.string());
const begunSchema: z.ZodType<Begun> = z.union([
  z.object({ executionArn: z.string() }),
  z.object({ answer: z.string() }),
]);
const aboutSchema = z.custom<About>((value) => typeof value === 'object');
const linesSchema = z.custom<readonly Line[]>(Array.isArray);
const pictureSchema = z.custom<Picture>((value) => typeof value === 'object');

/** What the server that served the page has. */
export const served: Source = {
  about: async () => aboutSchema.parse(await json(await fetch('/about'))),
  ask: async (operation, request) =>
    json(
      await fetch('/states', {
        method: 'POST',
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${operation}` },
        body: JSON.stringify(request),
      }),
    ),
  list: async (prefix) => {
    const found = await json(await fetch(`/bucket?${new URLSearchParams({ prefix })}`));
    return keys.parse(found).map(({ key }) => key);
  },
  read: async (key) => {
    const response = await answered(await fetch(`${pathOf(key)}?may=lack`));
    return response.status === 204 ? undefined : response.text();
  },
  linkTo: (key) => pathOf(key),
  logs: async (run) => linesSchema.parse(await json(await fetch(`/logs/${encodeURIComponent(run)}`))),
  picture: async (body) => pictureSchema.parse(await json(await fetch('/picture', { method: 'POST', body }))),
  follow: (listener) => {
    const events = new EventSource('/changes');
    events.onmessage = listener;
    return () => events.close();
  },
  inputs: async (machine) => inputsSchema.parse(await json(await fetch(`/inputs/${encodeURIComponent(machine)}`))),
  start: async (stateMachineArn, input) => {
    const body = JSON.stringify({ stateMachineArn, input });
    return begunSchema.parse(await json(await fetch('/start', { method: 'POST', body })));
  },
  act: async (action) => {
    const headers = { 'content-type': 'application/json' };
    await answered(await fetch('/actions', { method: 'POST', headers, body: JSON.stringify(action) }));
  },
  put: async (path, file) => {
    const parts = path.split('/').map(encodeURIComponent).join('/');
    await answered(await fetch(`/inbox/${parts}`, { method: 'PUT', body: file }));
  },
};

const pathOf = (key: string) => `/bucket/${key.split('/').map(encodeURIComponent).join('/')}`;

const refusal = z.object({ message: z.string() });

/** Throws with what the server says where it refuses. */
async function answered(response: Response): Promise<Response> {
  if (response.ok) return response;
  const text = await response.text();
  throw new Error(refusal.safeParse(parsed(text)).data?.message ?? text);
}

const json = async (response: Response): Promise<unknown> => (await answered(response)).json();
