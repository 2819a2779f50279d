import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../functions/preprocess/handler.ts';

jest.mock('../../pipeline/pipeline.ts', () => jest.requireActual('../local/shop.ts'));

it('writes why a child failed that was out of time, by a bucket that is not stopped with it', async () => {
  process.env.BUCKET = 'the-bucket';
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const s3 = mockClient(S3Client);
  s3.onAnyCommand().callsFake(() => new Promise(() => undefined));
  s3.on(PutObjectCommand).resolves({});

  const run = { run: '2013-02-0123456789abcdef', batch: '2013-02', source: 'orders' };
  const part = { part: 1, at: 0, key: 'raw/0', origin: 'a.csv', size: 9, cut: null };
  const soonOver = { functionName: 'shop-dev-preprocess', getRemainingTimeInMillis: () => 5001 } as Context;
  const child = handler({ ...run, step: 'read', edition: 1, partitions: 0, part }, soonOver);
  await expect(child).rejects.toMatchObject({ name: 'OutOfTime' });
  const Body = expect.stringContaining('"error":"OutOfTime"');
  expect(s3.commandCalls(PutObjectCommand)[0]?.args).toMatchObject([
    { input: { Key: `parts/${run.run}/failed.json`, Body } },
    { abortSignal: { aborted: false } },
  ]);
});
