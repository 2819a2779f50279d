import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder, openFolder, sentenceOf } from '../../local/folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a folder to write to', () => {
  it('is made where it is not there', async () => {
    await openFolder(join(folder, 'a', 'b'), '--out');
    expect(existsSync(join(folder, 'a', 'b'))).toBe(true);
  });

  it.each([
    ['is a file', 'file', 'there is a file of that name'],
    ['lies in a file', 'file/below', 'there is a file where a folder of its path should be'],
  ])('that %s is refused in a sentence', async (_, path, reason) => {
    await writeFile(join(folder, 'file'), '');
    await expect(openFolder(join(folder, path), '--out')).rejects.toThrow(
      `The folder ${join(folder, path)} cannot be used: ${reason}. Name another one: --out <folder>`,
    );
  });
});

describe('a lock', () => {
  it('lets one in, and the next one once it is released', async () => {
    const lock = await lockFolder(folder, '--store');
    await expect(lockFolder(folder, '--store')).rejects.toThrow(
      new RegExp(`Another run works in .*process ${process.pid}, since 20.*Wait for its end, or .*--store <folder>`),
    );
    lock.release();
    (await lockFolder(folder, '--store')).release();
    expect(existsSync(join(folder, 'lock.json'))).toBe(false);
  });

  it('that a killed process left behind is taken over, by one of many', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
    const path = join(folder, 'lock.json');
    await writeFile(path, JSON.stringify({ pid: child.pid, since: new Date().toISOString() }));
    await expect(lockFolder(folder, '--store')).rejects.toThrow(`process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const taken = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder, '--store')));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of taken) if (one.status === 'fulfilled') one.value.release();
  });

  it('that cannot be read counts as left behind', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'lock.json'), '{');
    (await lockFolder(folder, '--store')).release();
  });
});

describe('what the system says of a file', () => {
  it('is told with the file and the reason', async () => {
    const refused = (path: string) => readFile(path).catch(sentenceOf);
    await expect(refused(join(folder, 'none.csv'))).resolves.toBe(
      `${folder}/none.csv cannot be used: it is not there.`,
    );
  });

  it('leaves what is said of anything else', () => {
    expect(sentenceOf(new Error('Which run?'))).toBe('Which run?');
  });
});
