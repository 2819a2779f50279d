import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolders } from '../../functions/platform/folder.ts';

it('gives each work a folder of its own, which is gone afterwards, however it ends', async () => {
  const withFolder = openFolders(tmpdir());
  const seen: string[] = [];
  const work = async (folder: string) => {
    seen.push(folder);
    writeFileSync(join(folder, 'a'), 'a');
    return folder;
  };
  expect(await withFolder(work)).toBe(seen[0]);
  await expect(withFolder((folder) => work(folder).then(() => Promise.reject(new Error('broken'))))).rejects.toThrow(
    'broken',
  );
  expect(new Set(seen).size).toBe(2);
  expect(seen.filter(existsSync)).toEqual([]);
});
