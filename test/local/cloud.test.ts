import { PutObjectCommand } from '@aws-sdk/client-s3';
import { startLocalCloud } from '../../local/cloud.ts';
import { orders } from '../athena/orders.ts';
import { parquetOf } from '../athena/rig.ts';

it('tells start of a file whatever characters its name has', async () => {
  Object.assign(process.env, { PIPELINE_FINGERPRINT: 'f', CODE_VERSION: 'v' });
  const cloud = await startLocalCloud();
  const key = 'incoming/no batch/no source/Käse 😀\n.csv';
  const { said } = await cloud.deliver([{ key, size: 1, etag: '"1"', lastModified: '2025-02-01T00:00:00Z' }]);
  await cloud.stop();
  expect(said).toMatchObject([{ message: 'A file is passed over', key }]);
});

it('answers a state that asks Athena', async () => {
  const { TableInput } = orders;
  const Parameters = {
    ...TableInput.Parameters,
    'storage.location.template': `s3://tributary/runs/\${run}/clean/orders/`,
  };
  const cloud = await startLocalCloud({
    tables: async () => [{ ...orders, TableInput: { ...TableInput, Parameters } }],
  });
  const Body = await parquetOf('SELECT 7::INTEGER AS id');
  const Key = 'runs/one/clean/orders/a.parquet';
  await cloud.s3.send(new PutObjectCommand({ Bucket: cloud.bucketName, Key, Body }));
  const Ask = {
    Type: 'Task',
    Resource: 'arn:aws:states:::athena:startQueryExecution.sync',
    Parameters: {
      QueryString: `SELECT id FROM shop.orders WHERE run = 'one'`,
      WorkGroup: 'local',
      ResultConfiguration: { OutputLocation: 's3://tributary/runs/one/athena/' },
    },
    ResultSelector: { 'at.$': '$.QueryExecution.ResultConfiguration.OutputLocation' },
    End: true,
  };
  const definition = JSON.stringify({ StartAt: 'Ask', States: { Ask } });
  const roleArn = 'arn:aws:iam::000000000000:role/any';
  const { arn: machineArn } = cloud.states.machines.create({ name: 'asking', definition, roleArn });
  const { arn } = cloud.states.start(machineArn, 'one', {});
  await cloud.states.settled();
  const { end } = cloud.states.find(arn);
  const answers = await cloud.bucket.list('runs/one/athena/');
  await cloud.stop();
  expect(end).toMatchObject({ output: { at: `s3://tributary/${answers[0]?.key}` } });
  expect(answers).toMatchObject([{ size: '"id"\n"7"\n'.length }]);
});
