import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundleContainer, bundleFunction } from '../deployment/bundle-function.ts';

const [example = ''] = process.argv.slice(2);
const folder = join('examples', example);

/** `bundle-example <name>`: the functions of an example, and what its container runs, in its `dist/`. */
for (const file of readdirSync(join(folder, 'functions'))) {
  const name = basename(file, '.ts');
  await bundleFunction(join(folder, 'functions', file), join(folder, 'dist', name, 'handler.mjs'), {});
}
if (existsSync(join(folder, 'container'))) await bundleContainer(folder);
