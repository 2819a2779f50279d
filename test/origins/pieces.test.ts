import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connectors } from '../../functions/origins/origins.ts';
import * as face from '../../functions/tributary.ts';

const kinds = readdirSync('functions/origins', { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const contains = (file: string, text: string) => existsSync(file) && readFileSync(file, 'utf8').includes(text);

it.each(kinds)('has every piece of the connector %s', (kind) => {
  const folder = `functions/origins/${kind}`;
  const pulled = {
    [`its stand-in on this machine: local/origins/stand-ins/${kind}.ts`]: existsSync(
      `local/origins/stand-ins/${kind}.ts`,
    ),
    [`a test that calls connectorSuite: test/origins/${kind}/${kind}.test.ts`]: contains(
      `test/origins/${kind}/${kind}.test.ts`,
      'connectorSuite',
    ),
    [`a section "## ${kind}" in docs/connectors.md`]: contains('docs/connectors.md', `\n## ${kind}\n`),
  };
  const pieces = {
    [`its options: ${folder}/options.ts`]: existsSync(`${folder}/options.ts`),
    [`its reader: ${folder}/reader.ts`]: existsSync(`${folder}/reader.ts`),
    'its line in functions/origins/origins.ts': kind in connectors,
    'its function among the exports of functions/tributary.ts': kind in face,
    ...(kind === 'upload' ? {} : pulled),
  };
  const missing = Object.entries(pieces).flatMap(([piece, there]) => (there ? [] : [piece]));
  expect(missing).toEqual([]);
});

it('has a folder for every kind of origin', () => {
  expect(Object.keys(connectors).sort()).toEqual(kinds.sort());
});
