import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundleFunction } from '../deployment/bundle.ts';

const [example = ''] = process.argv.slice(2);
const folder = join('examples', example);

/** `bundle-example <name>`: the functions of an example, in its `dist/`. */
for (const file of readdirSync(join(folder, 'functions'))) {
  const name = basename(file, '.ts');
  await bundleFunction(join(folder, 'functions', file), join(folder, 'dist', name, 'handler.mjs'), {});
}
