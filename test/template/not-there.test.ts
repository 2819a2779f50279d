import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { notThereKey, writeNotThere } from '../../deployment/not-there.ts';

it('writes the page for what is not there as one that a browser shows', async () => {
  const s3 = mockClient(S3Client);
  s3.on(PutObjectCommand).resolves({});
  await writeNotThere('bucket', 'eu-central-1');
  expect(s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input)).toMatchObject([
    {
      Bucket: 'bucket',
      Key: notThereKey,
      ContentType: 'text/html; charset=utf-8',
      Body: expect.stringContaining('All reports'),
    },
  ]);
});
