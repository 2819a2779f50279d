import { bodyOf, fileBeside, upload } from '../../../commands/example/upload.ts';

it('takes what a command writes, byte by byte', async () => {
  const command: [string, ...string[]] = ['printf', '\\377\\000\\101'];
  expect([...(await bodyOf({ upload: 'incoming/a', command }))]).toEqual([255, 0, 65]);
});

it('says how to get a program that is not there', async () => {
  const missing = bodyOf({ upload: 'incoming/a', command: ['no-such-program'] });
  await expect(missing).rejects.toThrow(/^no-such-program is not on this machine: .*apt install/);
});

it('uploads a file of this machine where the default input is', async () => {
  const beside = fileBeside('package.json', { upload: 'incoming/films/clip.mp4', command: ['true'] });
  expect(beside).toEqual({ upload: 'incoming/films/package.json', file: 'package.json' });
  expect(String(await bodyOf(beside))).toContain('"tributary"');
});

it.each([[{ name: 'Ada' }], [{ upload: 'k' }], [{ upload: 'k', command: [] }], [['upload']]])(
  '%j is an input like any other',
  (input) => {
    expect(upload.safeParse(input).success).toBe(false);
  },
);
