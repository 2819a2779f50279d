import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/**
 * Lets code import a `.sql` file: its name without the extension, and what it holds.
 * @type {import('esbuild').Plugin}
 */
export const sqlFiles = {
  name: 'sql-files',
  setup: (build) =>
    build.onLoad({ filter: /\.sql$/ }, async ({ path }) => ({
      contents: JSON.stringify({ name: basename(path, '.sql'), sql: await readFile(path, 'utf8') }),
      loader: 'json',
    })),
};
