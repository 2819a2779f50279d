import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** DuckDB's native code for the machines that the functions run on, which need not be this one. */
export const nativePackage = '@duckdb/node-bindings-linux-arm64';

/** The folder that holds the native code, in the version and with the digest of package-lock.json; fetched once. */
export function nativeEngine(): string {
  const { version, integrity } = locked(nativePackage);
  const folder = `node_modules/.cache/tributary/duckdb-${version}-linux-arm64`;
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  const root = { name: 'tributary-native', version: '1.0.0', dependencies: { [nativePackage]: version } };
  const packages = { '': root, [`node_modules/${nativePackage}`]: { version, integrity } };
  mkdirSync(making, { recursive: true });
  writeFileSync(`${making}/package.json`, JSON.stringify(root));
  writeFileSync(`${making}/package-lock.json`, JSON.stringify({ ...root, lockfileVersion: 3, packages }));
  const flags = [
    '--cpu=arm64',
    '--os=linux',
    '--libc=glibc',
    '--ignore-scripts',
    '--prefer-offline',
    '--loglevel=error',
  ];
  execFileSync('npm', ['ci', ...flags], {
    cwd: making,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  renameSync(making, folder);
  return folder;
}

function locked(name: string) {
  const entry = z.object({ version: z.string(), integrity: z.string() });
  const lock = z.object({ packages: z.record(z.string(), z.unknown()) });
  const { packages } = lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  return entry.parse(packages[`node_modules/${name}`]);
}
