import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openBucket } from '../../functions/platform/bucket.ts';
import { type LocalAws, startAws } from '../../local/aws.ts';
import { readInput, uploadBatch } from '../../local/input.ts';

let folder: string;
let aws: LocalAws;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-input-'));
  aws = await startAws();
});
afterEach(async () => {
  await Promise.all([aws.stop(), rm(folder, { recursive: true })]);
});

async function write(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

it('finds the files of each batch, batches in calendar order', async () => {
  await write({
    '2025-02/orders/a.csv': '',
    '2024-12/orders/sub/ü 1.csv': '',
    '2025-02/.DS_Store': '',
    'README.md': '',
  });
  const input = await readInput(folder, []);
  expect([...input.batches].map(([batch, files]) => [batch, files.map(({ key }) => key)])).toEqual([
    ['2024-12', ['incoming/2024-12/orders/sub/ü 1.csv']],
    ['2025-02', ['incoming/2025-02/orders/a.csv']],
  ]);
  expect(input.strays).toEqual(['2025-02/.DS_Store', 'README.md']);
  const here = process.cwd();
  process.chdir(folder);
  expect((await readInput('.', [])).batches.get('2025-02')?.[0]?.key).toBe('incoming/2025-02/orders/a.csv');
  process.chdir(here);
  expect([...(await readInput(`${folder}/`, ['2025-02'])).batches.keys()]).toEqual(['2025-02']);
});

it('says how the folder must look where it has nothing to upload, and which batches there are', async () => {
  await expect(readInput(join(folder, 'none'), [])).rejects.toThrow('cannot be read: it holds what is to be uploaded');
  await expect(readInput(folder, [])).rejects.toThrow('laid out as <batch>/<source>/<file>');
  await write({ '2025-02/orders/a.csv': '', '2025-03/orders/a.csv': '' });
  await expect(readInput(folder, ['2025-01'])).rejects.toThrow('has no batch 2025-01; it has 2025-02, 2025-03.');
});

it('uploads what is new or changed, and removes what is gone', async () => {
  const bucket = openBucket({ name: aws.bucket, client: aws.s3 });
  const upload = async () => {
    const [[batch = '', files = []] = []] = (await readInput(folder, [])).batches;
    return uploadBatch({ bucket, bucketName: aws.bucket, s3: aws.s3 }, batch, files);
  };
  const keys = ['incoming/2025-01/orders/a.csv', 'incoming/2025-01/orders/b.csv', 'incoming/2025-01/orders/c.csv'];

  await write({ '2025-01/orders/a.csv': 'a', '2025-01/orders/b.csv': 'b' });
  expect(await upload()).toEqual({ added: [keys[0], keys[1]], changed: [], removed: [] });
  expect(await upload()).toEqual({ added: [], changed: [], removed: [] });

  await write({ '2025-01/orders/a.csv': 'A', '2025-01/orders/c.csv': 'c' });
  await rm(join(folder, '2025-01/orders/b.csv'));
  expect(await upload()).toEqual({ added: [keys[2]], changed: [keys[0]], removed: [keys[1]] });
  expect((await bucket.list('')).map(({ key }) => key)).toEqual([keys[0], keys[2]]);
  expect((await bucket.read(keys[0] ?? ''))?.text).toBe('A');
});
