import { listed } from '../../commands/new-source/list.ts';

const pipeline = (sources: string) => `import { definePipeline } from '../functions/tributary.ts';
import { a } from './sources/a.ts';

export const pipeline = definePipeline({
  name: 'x',
  sources: ${sources},
});
`;

it.each([
  ['[a]', '[a\n, b]'],
  ['[\n    a,\n  ]', '[\n    a,\n b]'],
  ['[a, // the first\n  ]', '[a, // the first\n b]'],
  ['[a // the only one\n  ]', '[a // the only one\n, b]'],
  ['[]', '[\n b]'],
])('adds a source to %j', (before, after) => {
  const text = listed(pipeline(before), 'b');
  expect(text).toContain(`sources: ${after},`);
  expect(text).toContain("import { a } from './sources/a.ts';\nimport { b } from './sources/b.ts';\n");
});

it('leaves a list alone that it cannot read', () => {
  expect(listed(pipeline('sources'), 'b')).toBeUndefined();
});
