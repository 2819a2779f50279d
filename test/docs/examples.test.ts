import { readdirSync, readFileSync } from 'node:fs';
import { inPlace } from './lines/in-place.ts';

/** What is compiled with the rest: each example of the docs stands in one of these, word by word. */
const compiled = readdirSync('test/docs')
  .filter((name) => /\.(ts|sql)$/.test(name) && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(`test/docs/${name}`, 'utf8'))
  .concat(Object.values(inPlace))
  .map(wordsOf);

/** Layout, and the comma that closes a list that goes on in several lines, are no words. */
function wordsOf(code: string): string {
  return code
    .replace(/\s+/g, ' ')
    .replace(/,(?= ?[\])}])/g, '')
    .replace(/(?<=[[({]) | (?=[\])}])/g, '')
    .trim();
}

/** Its examples are whole files, which test/slow/steps.test.ts puts into a copy of the project and runs. */
const isRun = (name: string) => name === 'steps.md';

const docs = [
  'README.md',
  ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') && !isRun(name) ? [`docs/${name}`] : [])),
];
const examples = docs.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^```(ts|sql)\n(.*?)^```/gms)].map(([, kind = '', code = '']) => ({
    file,
    kind,
    code,
  })),
);

it.each(examples)('compiles an example of $file: $code', ({ file, kind, code }) => {
  const words = wordsOf(code.replace(/^-- pipeline\/.*\n/, '')).replace(/,$/, '');
  const mend = `this example does not stand in test/docs/*.${kind}: add it there, so that it is compiled`;
  const problems = compiled.some((text) => text.includes(words)) ? [] : [`${file}: ${mend}: ${code}`];
  expect(problems).toEqual([]);
});

const shown = Object.entries(inPlace).filter(([place]) => !place.endsWith('.test.ts'));
it.each(shown)('shows the fifth connector as it is: %s', (_, code) => {
  expect(readFileSync('docs/connectors.md', 'utf8')).toContain(code.trim());
});

it('finds examples in README and in the docs', () => {
  expect(new Set(examples.map(({ file }) => file)).size).toBeGreaterThan(2);
});
