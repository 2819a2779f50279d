import { type Answering, answer, readAnswers } from '../../../commands/example/answers.ts';
import { openScreen } from '../../../local/screen.ts';

const asked = { state: 'Approve', token: 'abc', input: {} };

async function answered({ answers = {}, keys }: Partial<Answering>) {
  const [told, lines]: [unknown[], string[]] = [[], []];
  const screen = openScreen({ write: (text) => lines.push(...text.split('\n').filter(Boolean)) });
  const callbacks = {
    succeed: (...said: unknown[]) => void told.push(said),
    fail: (...said: unknown[]) => void told.push(said),
  };
  await answer(asked, { answers, keys, callbacks }, screen);
  screen.close();
  return { told, lines };
}

const pressed = (...keys: string[]) => {
  const left = [...keys];
  return async () => left.shift() ?? '';
};
const answers = { Approve: { approved: true } };

it('answers as answers.json says where nobody is there, and says so', async () => {
  const { told, lines } = await answered({ answers });
  expect(told).toEqual([['abc', { approved: true }]]);
  expect(lines).toEqual(['  Approve is answered as answers.json says, since nobody sits here: {"approved":true}']);
});

it('leaves a state alone that answers.json says nothing of', async () => {
  expect(await answered({ keys: pressed('y') })).toEqual({ told: [], lines: [] });
});

it('asks who sits at the terminal, until it is a yes', async () => {
  const { told, lines } = await answered({ answers, keys: pressed('x', 'Y') });
  expect(told).toEqual([['abc', { approved: true }]]);
  expect(lines).toEqual(['  Approve waits for you: y or n', '  Approve is answered: yes']);
});

it('asks who sits at the terminal, until it is a no', async () => {
  const { told } = await answered({ answers, keys: pressed('', 'n', 'y') });
  expect(told).toEqual([['abc', 'Refused', 'no, at the terminal']]);
});

it('finds no answers where an example has none', () => {
  expect(readAnswers('examples/hello-world')).toEqual({});
  expect(readAnswers('examples/release')).toEqual(answers);
});
