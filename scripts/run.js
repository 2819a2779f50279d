/** `node scripts/run.js <verb> [arguments]`: bundles scripts/<verb>.ts, so that Node can read it, and imports it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { forThisMachine } from '../deployment/build-options.js';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
process.setSourceMapsEnabled(true);
// The SDK's notice about the age of Node 20 would be the first line that a newcomer reads.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
const oldest = engines.node.replace('>=', '');
if (process.versions.node.localeCompare(oldest, 'en', { numeric: true }) < 0) {
  console.error(
    `This is Node ${process.versions.node}. Node ${oldest} or newer is needed: https://nodejs.org/en/download`,
  );
  process.exit(1);
}

const [verb = ''] = process.argv.splice(2, 1);
if (!existsSync(`scripts/${verb}.ts`)) {
  console.error(`There is no scripts/${verb}.ts to run.`);
  process.exit(1);
}
try {
  const [definition, its] = await Promise.all(['deployment/fingerprint.ts', `scripts/${verb}.ts`].map(bundled));
  const { fingerprint, codeVersion } = await import(definition);
  Object.assign(process.env, { PIPELINE_FINGERPRINT: await fingerprint(), CODE_VERSION: codeVersion() });
  await import(its);
} catch (error) {
  if (!error?.errors) console.error(await told(error)); // esbuild itself has told of its errors
  process.exit(1);
}

/** What people are told of an error. */
async function told(error) {
  if (error?.constructor?.name === 'TributaryError') return error.message;
  const [, missing] = /^Cannot find package '(.+?)'/.exec(error?.message) ?? [];
  if (error?.code === 'EACCES') return `${error.path} cannot be written: this user may not.`;
  if (missing) return `The package ${missing} is not installed. What package.json names comes by: npm ci`;
  const { problemOf } = await import(await bundled('commands/verify/load.ts'));
  return problemOf(error);
}

/** Where the code lies that Node can read; checkouts that share their node_modules do not share it. */
async function bundled(path) {
  const { build } = await import('esbuild');
  const checkout = createHash('sha256').update(process.cwd()).digest('hex').slice(0, 8);
  const { outputFiles } = await build({
    ...forThisMachine,
    entryPoints: [path],
    outfile: `node_modules/.cache/tributary/${checkout}/${basename(path, '.ts')}.mjs`,
    write: false,
  });
  const [{ path: file, text }] = outputFiles;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, text);
  await rename(`${file}.${process.pid}`, file); // never half a file for another run beside this one
  return pathToFileURL(file).href;
}
