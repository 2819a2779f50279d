import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { functionsWith } from '../commands/verify/project.ts';
import { refuseMistyped } from '../commands/verify/verify.ts';
import { pipeline } from '../pipeline/pipeline.ts';
import { bundleFunction } from './bundle-function.ts';
import { deployedAs } from './deployed-as.ts';
import { codeVersion, fingerprint } from './fingerprint.ts';
import { type Architecture, nativeEngine, nativePackages } from './native.ts';

/** Builds every folder of `functions/` that has a handler.ts into `dist/<function>/`, ready to be zipped. */
export async function bundle(outdir: string, architecture: Architecture): Promise<void> {
  await refuseMistyped(pipeline); // what cannot run is not deployed either
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
