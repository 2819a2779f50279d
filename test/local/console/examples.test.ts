import { Changes } from '../../../local/console/changes.ts';
import { Examples } from '../../../local/console/examples.ts';

/** In the place of an example's process: says a few lines, and stays until it is stopped. */
jest.mock('node:child_process', () => {
  const { spawn, ...rest } = jest.requireActual('node:child_process');
  const lines = ['hello', '{"level":"INFO","url":"https://example.com"}', '{"url":"http://127.0.0.1:1/"}'];
  const code = `console.log(${JSON.stringify(lines.join('\n'))}); process.stdin.resume();`;
  return { ...rest, spawn: (node: string, _: string[], options: object) => spawn(node, ['-e', code], options) };
});

it('passes on what the code of an example writes, and goes on', async () => {
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const examples = new Examples('store', new Changes());
  expect(await examples.urlOf('sign-up')).toBe('http://127.0.0.1:1/');
  await examples.stop();
  expect(written.mock.calls).toEqual([['hello\n'], ['{"level":"INFO","url":"https://example.com"}\n']]);
});
