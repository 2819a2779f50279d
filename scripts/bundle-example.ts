import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundleContainer, bundleFunction } from '../deployment/bundle-function.ts';

const [example = ''] = process.argv.slice(2);
const folder = join('examples', example);
const functions = join(folder, 'functions');

/** `bundle-example <name>`: the functions of an example, and what its container runs, in its `dist/`. */
for (const file of existsSync(functions) ? readdirSync(functions) : []) {
  const name = basename(file, '.ts');
  await bundleFunction(join(functions, file), join(folder, 'dist', name, 'handler.mjs'), {});
}
if (existsSync(join(folder, 'container'))) await bundleContainer(folder);
