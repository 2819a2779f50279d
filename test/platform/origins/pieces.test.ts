import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as core from '../../../functions/core/index.ts';

/** A file whose name is one word is a connector; the others help one. */
const folder = 'functions/platform/origins/';
const kinds = readdirSync(folder).flatMap((file) => /^([a-z0-9]+)\.ts$/.exec(file)?.[1] ?? []);
const described = /interface Origins \{(.*?)\}/s.exec(readFileSync('functions/core/origin.ts', 'utf8'))?.[1] ?? '';
const contains = (file: string, text: string) => existsSync(file) && readFileSync(file, 'utf8').includes(text);

it.each(kinds)('has every piece of the connector %s', (kind) => {
  const pieces = {
    'a line in the interface Origins of functions/core/origin.ts': described.includes(`readonly ${kind}:`),
    'its description among the exports of functions/core/index.ts': kind in core,
    'its line in functions/ingest/handler.ts': contains('functions/ingest/handler.ts', `origins/${kind}.ts`),
    [`a test that calls connectorSuite: test/platform/origins/${kind}.test.ts`]: contains(
      `test/platform/origins/${kind}.test.ts`,
      'connectorSuite',
    ),
    [`a section "## ${kind}" in docs/connectors.md`]: contains('docs/connectors.md', `\n## ${kind}\n`),
  };
  const missing = Object.entries(pieces).flatMap(([piece, there]) => (there ? [] : [piece]));
  expect(missing).toEqual([]);
});

it('has a connector for every kind of origin that is pulled', () => {
  const known = [...described.matchAll(/readonly (\w+):/g)].map(([, kind]) => kind);
  expect(known.filter((kind) => kind !== 'upload').sort()).toEqual(kinds.sort());
});
