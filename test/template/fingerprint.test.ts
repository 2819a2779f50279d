import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fingerprint } from '../../deployment/fingerprint.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fingerprint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const fingerprintOf = (files: Record<string, string>) => {
  rmSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return fingerprint(folder);
};

const files = { 'pipeline.ts': 'a', 'sources/orders.ts': 'b' };

it('is 16 hex digits, the same for the same files', async () => {
  expect(await fingerprintOf(files)).toMatch(/^[0-9a-f]{16}$/);
  expect(await fingerprintOf({ 'sources/orders.ts': 'b', 'pipeline.ts': 'a' })).toBe(await fingerprintOf(files));
});

it('changes with every byte and every name', async () => {
  const others = [
    { ...files, 'pipeline.ts': 'A' },
    { ...files, 'report/daily.sql': '' },
    { 'pipeline.ts': 'a', 'sources/order.ts': 'b' },
    { 'pipeline.ts': 'ab', 'sources/orders.ts': '' },
  ];
  const all = await Promise.all([files, ...others].map(fingerprintOf));
  expect(new Set(all).size).toBe(all.length);
});

it('does not see files of tools', async () => {
  expect(await fingerprintOf({ ...files, '.DS_Store': 'x', 'sources/.orders.ts.swp': 'x' })).toBe(
    await fingerprintOf(files),
  );
});

describe('what says nothing', () => {
  const code = `import { z } from 'zod';
import { defineSource, upload } from '../../functions/tributary.ts';

export const orders = defineSource({
  name: 'orders', // a comment
  row: z.object({ id: z.int(), 'note': z.string().max(20) }),
  rules: { 'is dear': "price > 1  AND  note <> 'a -- b'" },
});
`;
  const sql = `-- Orders by channel.
SELECT channel, count(*) AS orders, 'a  -- b' AS text
FROM orders /* all
of them */ GROUP BY channel
ORDER BY channel
`;
  const all = { 'sources/orders.ts': code, 'report/t.sql': sql };

  it.each<[string, Partial<typeof all>]>([
    ['the layout of code', { 'sources/orders.ts': code.replaceAll('\n  ', '\n\t\t').replaceAll("'zod'", '"zod"') }],
    ['a comment in code', { 'sources/orders.ts': code.replace('a comment', 'another one') }],
    [
      'the order of imports',
      { 'sources/orders.ts': code.replace(/^(.*)\n(.*)\n/, '$2\n$1\n').replace('source, upload', 'upload, source') },
    ],
    ['a type', { 'sources/orders.ts': `${code}\ntype Order = string;\n` }],
    ['the layout of SQL', { 'report/t.sql': sql.replaceAll('\n', '\n    ') }],
    ['a comment in SQL', { 'report/t.sql': sql.replace('-- Orders by channel.\n', '').replace(/\/\*.*?\*\//s, '') }],
  ])('is %s', async (_, change) => {
    expect(await fingerprintOf({ ...all, ...change })).toBe(await fingerprintOf(all));
    expect(await fingerprintOf({ ...all, ...change })).not.toBe(await fingerprintOf(files));
  });

  it('is a README', async () => {
    expect(await fingerprintOf({ ...all, 'README.md': 'x' })).toBe(await fingerprintOf(all));
  });

  it.each<[string, Partial<typeof all>]>([
    ['a limit', { 'sources/orders.ts': code.replace('20', '21') }],
    ['a blank in a rule', { 'sources/orders.ts': code.replace('1  AND', '1 AND') }],
    ['a column', { 'sources/orders.ts': code.replace('note', 'notes') }],
    ['a text in SQL', { 'report/t.sql': sql.replace("'a  -- b'", "'a -- b'") }],
    ['a query', { 'report/t.sql': sql.replace('count(*)', 'count(channel)') }],
    ['a dash in a text', { 'report/t.sql': sql.replace('-- b', '-- c') }],
  ])('is not %s', async (_, change) => {
    expect(await fingerprintOf({ ...all, ...change })).not.toBe(await fingerprintOf(all));
  });
});
