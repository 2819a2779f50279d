import { runExample } from '../../../commands/example/example.ts';
import { readOptions } from '../../../commands/example/options.ts';
import { openScreen } from '../../../local/screen.ts';

it.each([
  [[], /^Which example\? Say its name\.\n\n/],
  [['hello'], /^There is no example "hello"\.\n\n/],
  [['hello-world', '{'], /^"\{" is neither JSON nor an input of hello-world, which has default\.$/],
])('says what lacks in %j', (args, problem) => {
  expect(() => readOptions(args)).toThrow(problem);
});

it('names the machines that an example has', async () => {
  const screen = openScreen({ isTTY: false, columns: 80, write: () => true });
  await expect(runExample(readOptions(['hello-world', '--machine', 'Hello']), screen)).rejects.toThrow(
    /^hello-world has no machine "Hello": it has \w+\.$/,
  );
});
