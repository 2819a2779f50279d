import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fingerprint } from '../../scripts/fingerprint.ts';

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

it('is 16 hex digits, the same for the same files', () => {
  expect(fingerprintOf(files)).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprintOf({ 'sources/orders.ts': 'b', 'pipeline.ts': 'a' })).toBe(fingerprintOf(files));
});

it('changes with every byte and every name', () => {
  const others = [
    { ...files, 'pipeline.ts': 'A' },
    { ...files, 'report/daily.sql': '' },
    { 'pipeline.ts': 'a', 'sources/order.ts': 'b' },
    { 'pipeline.ts': 'ab', 'sources/orders.ts': '' },
  ];
  const all = [files, ...others].map(fingerprintOf);
  expect(new Set(all).size).toBe(all.length);
});

it('does not see files of tools', () => {
  expect(fingerprintOf({ ...files, '.DS_Store': 'x', 'sources/.orders.ts.swp': 'x' })).toBe(fingerprintOf(files));
});
