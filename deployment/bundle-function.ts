import { build, type Metafile, type Plugin } from 'esbuild';
import { forNode } from './build-options.js';

/** Builds the code of one function as Lambda runs it, `known` in the place of variables of its environment; tells what is in it. */
export async function bundleFunction(
  entry: string,
  outfile: string,
  known: Readonly<Record<string, string>>,
): Promise<Metafile> {
  const { metafile } = await build({
    ...forNode,
    entryPoints: [entry],
    outfile,
    // Names stay, so that a stack trace in a log says which function failed, without source maps in the zip.
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    target: 'node24',
    mainFields: ['module', 'main'],
    external: ['@duckdb/node-bindings-*'],
    banner: { js: "import{createRequire as requireOf}from'node:module';const require=requireOf(import.meta.url);" },
    define: Object.fromEntries(
      Object.entries(known).map(([name, value]) => [`process.env.${name}`, JSON.stringify(value)]),
    ),
    plugins: [...forNode.plugins, englishOnly],
    logLevel: 'warning',
  });
  return metafile;
}

/** Builds what the container of an example runs, and tells the folder that goes into its image. */
export async function bundleContainer(example: string): Promise<string> {
  const folder = `${example}/dist/container`;
  await bundleFunction(`${example}/container/main.ts`, `${folder}/main.mjs`, {});
  return folder;
}

/** Leaves out zod's messages in fifty other languages, a third of every bundle. */
export const englishOnly: Plugin = {
  name: 'english-only',
  setup: ({ onLoad }) => onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: '' })),
};
