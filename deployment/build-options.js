import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/**
 * Lets code import a `.sql` file: its name without the extension, and what it holds.
 * @type {import('esbuild').Plugin}
 */
const sqlFiles = {
  name: 'sql-files',
  setup: (build) =>
    build.onLoad({ filter: /\.sql$/ }, async ({ path }) => ({
      contents: JSON.stringify({ name: basename(path, '.sql'), sql: await readFile(path, 'utf8') }),
      loader: 'json',
    })),
};

/**
 * What esbuild has to know of the code of `functions/` and `pipeline/`.
 * @satisfies {import('esbuild').BuildOptions}
 */
export const forNode = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  plugins: [sqlFiles],
  loader: { '.html': 'text' },
};

/**
 * The same, for code that runs beside its node_modules.
 * @satisfies {import('esbuild').BuildOptions}
 */
export const forThisMachine = { ...forNode, packages: 'external', target: 'node20', sourcemap: 'inline' };
