import { startStack } from '../../local/stack/stack.ts';
import { realClock } from '../../local/states/clock.ts';

let stack: Awaited<ReturnType<typeof startStack>>;
beforeAll(async () => {
  stack = await startStack({ example: 'hello-world', clock: realClock(() => 0) });
});
afterAll(() => stack.stop());

const greeted = async (input: Record<string, string | number>) => (await stack.run('HelloWorld', input)).end;

it('greets whoever the input names', async () => {
  expect(await greeted({ name: ' Ada ' })).toMatchObject({ status: 'SUCCEEDED', output: 'Hello, Ada!' });
});

it('greets the world where nobody is named', async () => {
  expect(await greeted({})).toMatchObject({ status: 'SUCCEEDED', output: 'Hello, world!' });
});

it.each([{ name: ' ' }, { name: 7 }])('refuses what is no name: %j', async (input) => {
  const cause = expect.stringContaining('at name');
  expect(await greeted(input)).toMatchObject({ status: 'FAILED', error: 'InvalidInput', cause });
});
