import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Bucket } from '../functions/core/world.ts';
import { fileBucket } from './file-bucket.ts';

/** S3 with one bucket, a folder, as far as Athena lists, reads and writes it; whoever calls has it listen. */
export function folderS3(folder: string): Server {
  const bucket = fileBucket(folder);
  return createServer((request, response) => {
    // Whoever asked sees that the answer breaks off, where it was not that one who broke it off.
    void answer({ folder, bucket, request, response }).catch(() => response.destroy());
  });
}

interface Asked {
  readonly folder: string;
  readonly bucket: Bucket;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ */
async function answer({ folder, bucket, request, response }: Asked): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
  const key = decodeURIComponent(pathname.replace(/^\/[^/]+\/?/, ''));
  if (request.method === 'PUT') {
    await bucket.write(key, await text(request), { contentType: 'text/csv' });
    response.setHeader('etag', '"written"').end();
  } else if (key === '') response.end(listed(await bucket.list(searchParams.get('prefix') ?? '')));
  else await give({ folder, bucket, request, response }, key);
}

async function give({ folder, bucket, request, response }: Asked, key: string): Promise<void> {
  const object = await bucket.head(key);
  if (!object) return void response.writeHead(404).end();
  const { size, etag, lastModified } = object;
  const { from = 0, to = size, status = 200 } = partOf(request.headers.range, size) ?? {};
  const headers = { etag, 'last-modified': new Date(lastModified).toUTCString(), 'content-length': to - from };
  const range = status === 206 && { 'content-range': `bytes ${from}-${to - 1}/${size}` };
  response.writeHead(status, { ...headers, ...range });
  if (request.method === 'HEAD' || from === to) return void response.end();
  await pipeline(createReadStream(join(folder, key), { start: from, end: to - 1 }), response);
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-range: from a byte on, up to one, or the last ones. */
function partOf(range: string | undefined, size: number) {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? size - Number(to) : Number(from);
  return {
    from: Math.max(0, first),
    to: from === '' || to === '' ? size : Math.min(size, Number(to) + 1),
    status: 206,
  };
}

/** Keys of a run have nothing to escape. */
const listed = (objects: Awaited<ReturnType<Bucket['list']>>) => {
  const contents = objects.map(
    ({ key, size, etag, lastModified }) =>
      `<Contents><Key>${key}</Key><LastModified>${lastModified}</LastModified><ETag>${etag}</ETag><Size>${size}</Size></Contents>`,
  );
  return `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
};
