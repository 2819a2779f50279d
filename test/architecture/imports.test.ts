import { execFileSync } from 'node:child_process';
import { z } from 'zod';

/** Who may import whom. `own` is the importing file's folder; packages are whatever npm installs. */
const table: Record<string, { readonly files: RegExp; readonly may: readonly string[]; readonly packages: RegExp }> = {
  'core/': { files: /^functions\/core\//, may: ['core'], packages: /^(zod|node)$/ },
  'pipeline/': { files: /^pipeline\//, may: ['face', 'own', 'sql'], packages: /^zod$/ },
  'platform/': { files: /^functions\/platform\//, may: ['core', 'own'], packages: /./ },
  '<step>/handler.ts': {
    files: /^functions\/[^/]+\/handler\.ts$/,
    may: ['core', 'own', 'platform', 'pipeline'],
    packages: /./,
  },
  '<step>/<step>.ts': {
    files: /^functions\//,
    may: ['core', 'own'],
    packages: /^(?!@aws-sdk|@middy|@duckdb|@smithy|pg$)/,
  },
  'scripts/, test/': {
    files: /^(scripts|test)\//,
    may: ['core', 'own', 'platform', 'pipeline', 'step', 'scripts', 'sql', 'other'],
    packages: /./,
  },
};

const graph = z.object({
  modules: z.array(
    z.object({
      source: z.string(),
      dependencies: z.array(z.object({ resolved: z.string(), dependencyTypes: z.array(z.string()) })),
    }),
  ),
});

function modules() {
  const cruiser = ['node_modules/.bin/depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const folders = ['functions', 'pipeline', 'scripts', 'test'];
  const json = execFileSync(process.execPath, [...cruiser, ...folders], { maxBuffer: 1 << 26 });
  return graph.parse(JSON.parse(json.toString())).modules.filter(({ source }) => rowOf(source));
}

const rowOf = (file: string) => Object.values(table).find(({ files }) => files.test(file));
const folderOf = (file: string) => /^(pipeline|scripts|test|functions\/[^/]+)\//.exec(file)?.[1];

function kindOf(target: string, importer: string): string {
  if (target.endsWith('.sql')) return 'sql';
  if (target === 'functions/core/index.ts' && importer.startsWith('pipeline/')) return 'face';
  if (folderOf(target) === folderOf(importer)) return 'own';
  if (target.startsWith('functions/core/')) return 'core';
  if (target.startsWith('functions/platform/')) return 'platform';
  if (target.startsWith('functions/')) return 'step';
  return /^(pipeline|scripts|test)\//.exec(target)?.[1] ?? 'other';
}

const packageOf = (target: string) =>
  /node_modules\/((?:@[^/]+\/)?[^/]+)|^([a-z][a-z-]+)$/.exec(target)?.slice(1).find(Boolean);

const all = modules();

it('reads the real graph', () => {
  const read = all.map(({ source }) => source);
  expect(read).toEqual(expect.arrayContaining(['functions/core/run.ts', 'functions/platform/bucket.ts']));
});

it.each(Object.keys(table))('keeps %s to what it may import', (row) => {
  const wrong = all
    .filter(({ source }) => rowOf(source) === table[row])
    .flatMap(({ source, dependencies }) =>
      dependencies
        .filter(({ resolved, dependencyTypes }) => {
          if (dependencyTypes.includes('core')) return false;
          const name = packageOf(resolved);
          if (name) return !table[row]?.packages.test(name);
          return !table[row]?.may.includes(kindOf(resolved, source)) && kindOf(resolved, source) !== 'own';
        })
        .map(({ resolved }) => `${source} imports ${resolved}`),
    );
  expect(wrong).toEqual([]);
});
