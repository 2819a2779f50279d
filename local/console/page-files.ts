import { build, type Plugin } from 'esbuild';
import { englishOnly } from '../../deployment/bundle-function.ts';

/** The page, ready to be served or written. */
export interface PageFiles {
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

const folder = 'local/console/page';

/** Bundles the page, in a moment: there is nothing to build before. */
export async function pageFiles(): Promise<PageFiles> {
  const { outputFiles } = await build({
    entryPoints: [`${folder}/main.tsx`, `${folder}/page.css`],
    outdir: 'page',
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    plugins: [englishOnly, noBuiltIns],
  });
  const textOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { html: html({}), script: textOf('.js'), style: textOf('.css') };
}

/** Code of the pipeline that a browser never comes to names modules of Node. */
const noBuiltIns: Plugin = {
  name: 'no-built-ins',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'built-in' }));
    onLoad({ filter: /./, namespace: 'built-in' }, () => ({ contents: 'module.exports = {}' }));
  },
};

interface Parts {
  readonly head?: string;
  readonly body?: string;
}

/** The document around; what it loads lies beside it, unless it is told. */
export const html = ({
  head = '<link rel="stylesheet" href="/page.css">',
  body = '<script src="/page.js"></script>',
}: Parts): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Tributary</title>
${head}
</head>
<body>
<div id="page"></div>
${body}
</body>
</html>
`;
