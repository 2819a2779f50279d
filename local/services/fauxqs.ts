import { buildApp } from 'fauxqs';
import { z } from 'zod';

/** An object that was put whole into a bucket. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly etag: string;
}

/** S3, SQS and SNS of a region in this process, on a free port of the loopback address; tells of uploads before they are answered. */
export async function startFauxqs(
  region: string,
  hear: (upload: Upload) => void = () => undefined,
): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const app = buildApp({ logger: false });
  // fauxqs takes 11 MB at a time; S3 takes 5 GB: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
  app.removeContentTypeParser('*');
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 5 * 2 ** 30 }, wholeBody);
  app.addHook('preHandler', async (request: Request) => {
    // fauxqs pages in another order than it sorts, so that keys get lost between two pages: one page holds them all.
    request.query = { 'max-keys': '1000000000', ...anyQuery.parse(request.query) };
    // fauxqs knows its queues by the name of a host that has no address; the SDK calls the host that the URL names.
    const queue = Buffer.isBuffer(request.body) ? undefined : queueRequest.safeParse(request.body).data;
    if (queue) request.body = { ...queue, QueueUrl: ownQueueUrl(queue.QueueUrl, region) };
  });
  app.addHook('onSend', async (request: Request, reply: Reply) => {
    const etag = z.string().safeParse(reply.getHeader('etag')).data;
    const put = putRequest.safeParse(request).data;
    if (!put || etag === undefined || reply.statusCode !== 200) return;
    const { params, headers, body } = put;
    const size = Number(headers['x-amz-decoded-content-length'] ?? body.length);
    hear({ bucket: params.bucket, key: params['*'], size, etag });
  });
  const endpoint: string = await app.listen({ host: '127.0.0.1', port: 0 });
  return { endpoint, stop: () => app.close() };
}

const anyQuery = z.looseObject({});
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
const putRequest = z.object({
  method: z.literal('PUT'),
  params: z.object({ bucket: z.string(), '*': z.string() }),
  query: z.object({ partNumber: z.undefined().optional() }),
  headers: z.object({ 'x-amz-decoded-content-length': z.string().optional() }),
  body: z.instanceof(Buffer),
});
const queueRequest = z.looseObject({ QueueUrl: z.string() });

interface Reply {
  readonly statusCode: number;
  getHeader(name: string): unknown;
}

interface Request {
  query: unknown;
  body: unknown;
}

const ownQueueUrl = (url: string, region: string) => url.replace('//127.0.0.1', `//sqs.${region}.localhost`);

const wholeBody = (_request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) => done(null, body);
