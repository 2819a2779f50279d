import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Changes } from '../../../local/console/changes.ts';
import { Examples } from '../../../local/console/examples.ts';
import { startWithExamples, withExamples } from '../../../local/console/with-examples.ts';

let folder: string;
let examples: Examples;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-start-'));
  examples = new Examples(folder, new Changes());
});
afterAll(async () => {
  await examples.stop();
  await rm(folder, { recursive: true, force: true });
});

const signal = new AbortController().signal;
const arnOf = (machine: string) => examples.machines.find(({ name }) => name === machine)?.arn ?? '';
const none = { DescribeExecution: async () => ({}) };
/** Starts a machine of an example with one of its inputs, as the page does. */
const start = async (machine: string, input: string | undefined) =>
  startWithExamples(none, examples)?.({ stateMachineArn: arnOf(machine), input }, signal);
const inputs = (machine: string) => examples.inputs(machine);

it('offers every input of an example for each of its machines', () => {
  expect(Object.keys(inputs('Transcode'))).toEqual(['broken', 'default']);
  expect(Object.keys(inputs('SignUp'))).toEqual(['address-taken', 'default', 'wrong-password']);
  expect(inputs('pipeline')).toEqual({});
});

it('asks the HTTP API of an example, and shows the answers and the e-mails', async () => {
  const { answer } = z.object({ answer: z.string() }).parse(await start('SignUp', inputs('SignUp').default));
  expect(answer).toContain('POST /sign-up  {"address":"ada@example.com"');
  expect(answer).toContain('  to ada@example.com: ');
  expect(answer.match(/^ {2}20\d /gm)).toHaveLength(3);
}, 60_000);

it('uploads, and gives the execution which that starts', async () => {
  const begun = z.object({ executionArn: z.string() }).parse(await start('Transcode', inputs('Transcode').broken));
  const described = await withExamples(none, examples).DescribeExecution?.(begun, signal);
  expect(JSON.parse(z.looseObject({ input: z.string() }).parse(described).input)).toMatchObject({
    detail: { object: { key: 'incoming/notes.mp4' } },
  });
}, 60_000);

it('runs no command that the inputs of the example do not say', async () => {
  const input = JSON.stringify({ upload: 'incoming/x.mp4', command: ['touch', join(folder, 'made')] });
  await expect(start('Transcode', input)).rejects.toThrow(/as examples\/transcode\/inputs\/ says it/);
});
