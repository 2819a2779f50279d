import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSnapshot } from '../../functions/origins/write-snapshot.ts';
import { memoryBucket } from '../world/bucket.ts';
import { worldOf } from './contract.ts';

const extraction = { source: 'ledger', prefix: 'raw/', origin: { kind: 'lines', settle: 0 } };

async function* chunks(megabytes: number): AsyncGenerator<Uint8Array> {
  const chunk = Buffer.alloc(1024 ** 2, '\n');
  for (let at = 0; at < megabytes; at++) yield chunk;
}

it('says how far it is, every 64 MB', async () => {
  const said: string[] = [];
  const bucket = { ...memoryBucket(), upload: async () => undefined };
  await writeSnapshot(extraction, chunks(140), { ...worldOf({}, (line) => said.push(line)), bucket });
  expect(said).toEqual([64, 128].map((megabytes) => `Extracting {"source":"ledger","bytes":${megabytes * 1024 ** 2}}`));
});

it('ends the other parts where one fails, and uploads nothing', async () => {
  const bucket = memoryBucket();
  let ended = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      for (;;) yield await new Promise<string>((resolve) => setTimeout(resolve, 1, '{}\n'));
    } finally {
      ended = true;
    }
  }
  async function* broken(): AsyncGenerator<string> {
    yield '{}\n';
    throw new Error('broken');
  }
  await expect(writeSnapshot(extraction, [endless(), broken()], { ...worldOf({}), bucket })).rejects.toThrow('broken');
  expect(ended).toBe(true);
  expect(bucket.writes).toEqual([]);
});

/** Linux alone has a file on which there is never room. */
(existsSync('/dev/full') ? it : it.skip)('says that the disk is full, and what to do', async () => {
  const bucket = memoryBucket();
  const folder = await mkdtemp(join(tmpdir(), 'full-'));
  await symlink('/dev/full', join(folder, '0.ndjson'));
  const world = { ...worldOf({}), bucket, withFolder: <T>(work: (folder: string) => Promise<T>) => work(folder) };
  await expect(writeSnapshot(extraction, chunks(2), world)).rejects.toMatchObject({
    name: 'InputTooLarge',
    message: expect.stringMatching(/^ledger: .*disk is full.*ephemeralStorageSize/),
  });
  expect(bucket.writes).toEqual([]);
  await rm(folder, { recursive: true });
});
