import { fingerprint } from '../../../deployment/fingerprint.ts';
import { SavedCode } from '../../../local/console/code.ts';
import { pipeline } from '../../../pipeline/pipeline.ts';

jest.mock('../../../deployment/fingerprint.ts', () => ({ fingerprint: jest.fn() }));

it('tells that a file went away while it was read, and keeps the code that it has', async () => {
  jest.mocked(fingerprint).mockRejectedValue(new Error("ENOENT: no such file or directory, open 'pipeline/4913'"));
  const code = new SavedCode('before', pipeline);
  expect(await code.load({ readMachine: async () => () => undefined })).toBe(false);
  expect(code).toMatchObject({ fingerprint: 'before', problems: [{ message: expect.stringContaining('ENOENT') }] });
});
