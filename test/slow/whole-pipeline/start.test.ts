import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localCredential } from '../../../local/origins/served.ts';
import {
  february,
  fileOf,
  latestReport,
  latestRun,
  scratch,
  spawnStart,
  start,
  tmpOf,
} from '../../whole-pipeline/npm-start.ts';

it('follows a correction, and the way back', async () => {
  expect(await start('files', '--only-files', '--batch', '2013-02')).toMatchObject({ code: 0 });
  const original = await latestRun('files', '2013-02');
  const corrected = await february('corrected', async (folder) => {
    const file = await fileOf(folder, 'weather');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/\b1048[\d.]*/, '10.4'));
  });
  const there = await start('files', '--only-files', '--input', corrected);
  expect(there).toMatchObject({ code: 0, output: expect.stringMatching(/changed: incoming\/2013-02\/weather\//) });
  expect(await latestRun('files', '2013-02')).not.toBe(original);

  const back = await start('files', '--only-files', '--batch', '2013-02');
  expect(back).toMatchObject({ code: 0, output: expect.stringContaining('the latest again') });
  expect(await latestRun('files', '2013-02')).toBe(original);
});

describe('a run past its limits', () => {
  it('is published once a person accepts it, with the reason on the page', async () => {
    const input = await february('accepted', async (folder) => {
      const rows = JSON.parse(await readFile('sample/seed/airlines.json', 'utf8'));
      await mkdir(join(folder, 'airlines'));
      await writeFile(
        join(folder, 'airlines', 'list.json'),
        JSON.stringify([...rows, { carrier: 'not two letters', name: 'x' }]),
      );
    });
    const options = ['--only-files', '--input', input];
    const held = await start('accepted', ...options);
    expect(held).toMatchObject({ code: 1, output: expect.stringContaining('5.88 % of 17 rows were rejected') });

    const accepted = await start('accepted', ...options, '--accept', 'A test airline, gone next month');
    expect(accepted).toMatchObject({ code: 0, output: expect.stringContaining('A test airline') });
    const report = await latestReport('accepted', '2013-02');
    expect(report).toMatchObject({
      result: 'published',
      waiver: { reason: 'A test airline, gone next month', sources: ['airlines'] },
    });
    expect(report.run.attempt).toBe(2);

    const again = await start('accepted', ...options);
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining('Nothing changed') });
  });
});

describe('a database that is not as the pipeline has it', () => {
  const seedWith = async (name: string, sql: string) => {
    const folder = join(scratch, name, 'seed');
    await cp('sample/seed', folder, { recursive: true });
    await writeFile(join(folder, 'airlines.sql'), sql);
    return folder;
  };

  it('fails the run, which says of which source, why and what to do, and publishes nothing', async () => {
    const seed = await seedWith('refused', 'CREATE TABLE companies (carrier text)');
    const { code, output } = await start('refused', '--batch', '2013-02', '--seed', seed);
    expect({ code, output }).toMatchObject({
      code: 1,
      output: expect.stringMatching(/failed: SourceRefused: .*airlines.*relation "airlines" does not exist.*Check/),
    });
    expect(output).toContain('2013-02  failed');
    expect(output).not.toContain(localCredential);
    expect(await readdir(tmpOf('refused'))).toEqual([]);
  });

  it('says which seed does not go in, and stops what was started', async () => {
    const seed = await seedWith('seedless', 'CREATE TABEL airlines ()');
    const { code, output } = await start('seedless', '--seed', seed);
    expect(code).toBe(1);
    expect(output.trimEnd().split('\n').at(-1)).toBe(
      `${join(seed, 'airlines.sql')} fails: syntax error at or near "TABEL".`,
    );
    expect(await readdir(tmpOf('seedless'))).toEqual([]);
  });
});

it.each([
  ['while the databases start', 'Runs the pipeline', 'SIGINT', 130],
  ['while the sources are read', 'Ingest', 'SIGTERM', 143],
] as const)('ends at once when it is interrupted %s, and leaves nothing open', async (_, line, signal, code) => {
  const process = await spawnStart(signal);
  for (let said = ''; !said.includes(line); ) said += String(await once(process.stdout, 'data'));
  process.kill(signal);
  expect(await once(process, 'exit')).toEqual([code, null]);
  expect(await readdir(tmpOf(signal))).toEqual([]);
});
