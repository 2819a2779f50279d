import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { localCredential } from '../../../local/origins/served.ts';
import {
  february,
  fileOf,
  filesOf,
  latestReport,
  latestRun,
  outOf,
  scratch,
  spawnStart,
  start,
  tmpOf,
} from '../../whole-pipeline/npm-start.ts';

it('has the same with files alone as over the wire, and nothing to do a second time', async () => {
  const [first, files] = await Promise.all([
    start('wire', '--batch', '2013-01'),
    start('alone', '--only-files', '--batch', '2013-01'),
  ]);
  expect(first).toMatchObject({ code: 0 });
  expect(files).toMatchObject({ code: 0, output: expect.stringContaining('No database and no API') });
  const [wire, alone] = await Promise.all([latestReport('wire', '2013-01'), latestReport('alone', '2013-01')]);
  expect(alone.figures).toEqual(wire.figures);
  expect(alone.tables).toEqual(wire.tables);
  expect(alone.joins).toEqual(wire.joins);

  const before = await filesOf(outOf('wire'));
  const { code, output } = await start('wire', '--batch', '2013-01');
  expect(code).toBe(0);
  expect(output.match(/Nothing changed in incoming\/ or pipeline\//g)).toHaveLength(1);
  expect(output).toContain('A change in functions/ or statemachines/');
  expect(output).not.toContain('Preprocess');
  expect(await filesOf(outOf('wire'))).toEqual(before);
});

it('makes the same bytes from a fresh store, but for the object `run` of report.json', async () => {
  const names = ['one', 'other'];
  for (const name of names) expect(await start(name, '--batch', '2013-01')).toMatchObject({ code: 0 });
  const folders = names.map((name) => filesOf(join(outOf(name), '2013-01')));
  const [one, other] = (await Promise.all(folders)).map((all) => Object.fromEntries(all));
  expect(Object.keys(one ?? {}).length).toBeGreaterThan(10);
  expect(one).toEqual(other);
});

it('names a batch that there is not, and an option that there is not, without a stack', async () => {
  const [batch, option] = await Promise.all([start('none', '--batch', '2013-03'), start('none', '--bach', '2013-02')]);
  expect(batch).toEqual({ code: 1, output: 'sample/incoming has no batch 2013-03; it has 2013-01, 2013-02.\n' });
  expect(option.code).toBe(1);
  expect(option.output).toMatch(/^--bach is no option here\./);
});

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
    expect(held).toMatchObject({ code: 1, output: expect.stringContaining('1 of 17 rows were rejected (5.9 %)') });

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
    await expect(start('accepted', ...options, '--again', '--accept', 'As before')).resolves.toMatchObject({ code: 0 });
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
  while ((await readdir(tmpOf(signal))).length === 0) await sleep(10); // until there is something to leave behind
  process.kill(signal);
  expect(await once(process, 'exit')).toEqual([code, null]);
  expect(await readdir(tmpOf(signal))).toEqual([]);
});
