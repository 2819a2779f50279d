import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { build, type Metafile, type Plugin } from 'esbuild';
import { functionsWith } from '../commands/verify/project.ts';
import { refuseUnsound } from '../commands/verify/verify.ts';
import { pipeline } from '../pipeline/pipeline.ts';
import { deployedAs } from './deployed-as.ts';
import { codeVersion, fingerprint } from './fingerprint.ts';
import { type Architecture, nativeEngine, nativePackages } from './native.ts';
import { sqlFiles } from './sql-files.js';

/** Builds every folder of `functions/` that has a handler.ts into `dist/<function>/`, ready to be zipped. */
export async function bundle(outdir: string, architecture: Architecture): Promise<void> {
  await refuseUnsound(pipeline); // what cannot run is not deployed either
  rmSync(outdir, { recursive: true, force: true });
  const known = {
    PIPELINE_FINGERPRINT: await fingerprint(),
    CODE_VERSION: codeVersion(),
    DEPLOYED_AS: deployedAs(architecture),
  };
  await Promise.all(functionsWith('handler.ts').map((step) => bundleStep(step, { outdir, architecture, known })));
}

interface Bundling {
  readonly outdir: string;
  readonly architecture: Architecture;
  /** What the code finds in its environment, as it is when it is bundled. */
  readonly known: Readonly<Record<string, string>>;
}

async function bundleStep(step: string, { outdir, architecture, known }: Bundling): Promise<void> {
  const metafile = await bundleFunction(`functions/${step}/handler.ts`, `${outdir}/${step}/handler.mjs`, known);
  writeFileSync(`${outdir}/${step}.meta.json`, JSON.stringify(metafile));
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  if (imports.some((path) => path.startsWith(nativePackages))) {
    cpSync(`${nativeEngine(architecture)}/node_modules/@duckdb`, `${outdir}/${step}/node_modules/@duckdb`, {
      recursive: true,
    });
  }
}

/** Builds the code of one function as Lambda runs it, `known` in the place of variables of its environment; tells what is in it. */
export async function bundleFunction(entry: string, outfile: string, known: Bundling['known']): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    // Names stay, so that a stack trace in a log says which function failed, without source maps in the zip.
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    external: ['@duckdb/node-bindings-*'],
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    define: Object.fromEntries(
      Object.entries(known).map(([name, value]) => [`process.env.${name}`, JSON.stringify(value)]),
    ),
    plugins: [sqlFiles, englishOnly],
    loader: { '.html': 'text' },
    logLevel: 'warning',
  });
  return metafile;
}

/** Leaves out zod's messages in fifty other languages, a third of every bundle. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup: ({ onLoad }) => onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: '' })),
};
