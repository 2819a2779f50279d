import { readdirSync, readFileSync } from 'node:fs';

/** What is compiled with the rest: each example of the docs stands in one of these, word by word. */
const compiled = [
  ...readdirSync('test/docs').map((name) => `test/docs/${name}`),
  ...readdirSync('test/origins/lines').map((name) => `test/origins/lines/${name}`),
]
  .filter((file) => /\.(ts|sql)$/.test(file) && !file.endsWith('.test.ts'))
  .map((file) => wordsOf(readFileSync(file, 'utf8')));

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
  [...readFileSync(file, 'utf8').matchAll(/^```(?:ts|sql)\n(.*?)^```/gms)].map(([, code = '']) => ({ file, code })),
);

it.each(examples)('compiles an example of $file: $code', ({ code }) => {
  const words = wordsOf(code.replace(/^-- pipeline\/.*\n/, '')).replace(/,$/, '');
  expect(compiled.filter((text) => text.includes(words))).not.toEqual([]);
});

it('finds examples in README and in the docs', () => {
  expect(new Set(examples.map(({ file }) => file)).size).toBeGreaterThan(2);
});
