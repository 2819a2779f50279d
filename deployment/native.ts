import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** A processor as npm calls it, by Lambda's name. */
const processors = { arm64: 'arm64', x86_64: 'x64' } as const;

/** Of the machines that the functions run on, which need not be this one. */
export const architectureSchema = z.enum(['arm64', 'x86_64']);
export type Architecture = z.infer<typeof architectureSchema>;

export const nativePackages = '@duckdb/node-bindings-linux-';

/** The folder that holds DuckDB's native code, in the version and with the digest of package-lock.json; fetched once. */
export function nativeEngine(architecture: Architecture): string {
  const cpu = processors[architecture];
  const nativePackage = `${nativePackages}${cpu}`;
  const { version, integrity } = locked(nativePackage);
  const folder = `node_modules/.cache/tributary/duckdb-${version}-linux-${cpu}`;
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  const root = { name: 'tributary-native', version: '1.0.0', dependencies: { [nativePackage]: version } };
  const packages = { '': root, [`node_modules/${nativePackage}`]: { version, integrity } };
  mkdirSync(making, { recursive: true });
  writeFileSync(`${making}/package.json`, JSON.stringify(root));
  writeFileSync(`${making}/package-lock.json`, JSON.stringify({ ...root, lockfileVersion: 3, packages }));
  const flags = [
    `--cpu=${cpu}`,
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
