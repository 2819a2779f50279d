import { parseArgs } from 'node:util';
import { z } from 'zod';
import { inFolder, type Work } from './folder.ts';
import { probeUpload } from './probe.ts';
import { makeRendition } from './rendition.ts';
import { makeThumbnail } from './thumbnail.ts';

const verbs: Readonly<Record<string, Work>> = {
  probe: probeUpload,
  rendition: makeRendition,
  thumbnail: makeThumbnail,
};

const upload = z.object({ from: z.string(), etag: z.string() });
const names = ['from', 'etag', 'to', 'facts', 'name', 'width', 'height', 'kilobits', 'at'];

/** `main.mjs <verb> --from <key> --etag <etag> …`: downloads an upload, and works on it. */
const [verb = '', ...args] = process.argv.slice(2);
try {
  const { values } = parseArgs({ args, options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) });
  const work = verbs[verb];
  if (!work) throw new Error(`There is no ${verb}: there are ${Object.keys(verbs).join(', ')}`);
  console.log(await inFolder(upload.parse(values), (place) => work(place, values)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
