import { startLocalCloud } from '../../local/cloud.ts';

it('tells start of a file whatever characters its name has', async () => {
  Object.assign(process.env, { PIPELINE_FINGERPRINT: 'f', CODE_VERSION: 'v' });
  const cloud = await startLocalCloud();
  const key = 'incoming/no batch/no source/Käse 😀\n.csv';
  const { said } = await cloud.deliver([{ key, size: 1, etag: '"1"', lastModified: '2025-02-01T00:00:00Z' }]);
  await cloud.stop();
  expect(said).toMatchObject([{ message: 'A file is passed over', key }]);
});
