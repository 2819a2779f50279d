import { copyOfProject, roomsFrom } from '../copy.ts';

/** Another pipeline than the sample's, so that it is tested in a fork too. */
const house = {
  ...roomsFrom('upload', 'upload()'),
  'sample/incoming/2025-01/rooms/rooms.csv': 'room,beds\nsea,2\ngarden,1\n',
};

let copy: Awaited<ReturnType<typeof copyOfProject>>;
/** The blocks of docs/steps.md, each by the file that is named last before it. */
const blocks = new Map<string, string>();

beforeAll(async () => {
  copy = await copyOfProject(/^(pipeline|sample)\//);
  for (const [path, content] of Object.entries(house)) await copy.put(path, content);
  const docs = await copy.read('docs/steps.md');
  for (const [, before = '', code = ''] of docs.matchAll(/(.*?)^```\w+\n(.*?)^```$/gms)) {
    blocks.set([...before.matchAll(/`([\w./-]+\.\w+)`/g)].at(-1)?.[1] ?? 'a service', code);
  }
});
afterAll(() => copy.remove());

const put = (...paths: string[]) => Promise.all(paths.map((path) => copy.put(path, blocks.get(path) ?? '')));
const change = async (path: string, from: string, to: string) => {
  const around = (await copy.read(path)).split(from);
  expect(around).toHaveLength(2);
  await copy.put(path, around.join(to));
};
/** Puts the block where its file says this, before it. */
const insert = (path: string, before: string) => change(path, before, `${blocks.get(path)}${before}`);
const verify = () => copy.npm('run', '--silent', 'verify');
const start = async (...options: string[]) => (await copy.npm('start', '--silent', '--', ...options)).stdout;
const words = (text: string) => text.replace(/\s+/g, ' ').trim();

it('is missed while a piece of it is not there, as docs/steps.md says', async () => {
  expect(await start()).toMatch(/Aggregate +1 table/);
  await put('functions/archive/archive.ts', 'functions/archive/handler.ts', 'test/archive/archive.test.ts');
  await insert('functions/core/keys.ts', '\nexport const reportsPrefix');
  await change('statemachines/pipeline.asl.yaml', 'Next: Report\n  Report:', 'Next: Archive\n  Report:');
  await insert('statemachines/pipeline.asl.yaml', '  Report:');
  const [, problem = ''] = /^ {4}(statemachines.*?)\n\n/ms.exec(await copy.read('docs/steps.md')) ?? [];
  const said = await verify().catch(({ stdout }) => stdout);
  expect(words(said)).toContain(words(problem));
});

it('is whole with all blocks of docs/steps.md in their places', async () => {
  await put('functions/archive/function.yml');
  await insert('serverless.yml', `  - \${file(functions/report/function.yml)}`);
  expect((await verify()).stdout).toContain('sound');
  await copy.npm('run', '--silent', 'diagram');
  await copy.npm('run', '--silent', 'check').catch(({ stdout, stderr }) => expect(`${stdout}${stderr}`).toBe(''));
});

it('runs once more when that is asked for, and writes its object', async () => {
  expect(await start()).toContain('A change in functions/ or statemachines/ is run with --again.');
  const output = await start('--again');
  expect(output).toMatch(/Aggregate .*\n.*Archive +1 table.*\n.*Report/);
  const [, run = ''] = /run (\S+_2):/.exec(output) ?? [];
  const archived: unknown = JSON.parse(await copy.read(`.tributary/bucket/runs/${run}/archive.json`));
  expect(archived).toEqual({ run, batch: '2025-01', tables: ['beds'] });
});

it('is followed by a state that calls a service, as docs/steps.md says', async () => {
  const [said, tell] = [blocks.get('resources/state-machine.yml') ?? '', blocks.get('a service') ?? ''];
  const [[metadata = ''] = [], [values = ''] = []] = [/ {4}Metadata:.*(?= {4}Properties:)/s, / {6}Def.*\n/].map(
    (part) => part.exec(said) ?? [],
  );
  await change(
    'resources/state-machine.yml',
    '    Properties:\n      StateMachineName',
    `${metadata}    Properties:\n${values}      StateMachineName`,
  );
  await change(
    'statemachines/pipeline.asl.yaml',
    '    Next: Published\n  Published:',
    `    ResultPath: $\n    Next: Tell\n${tell}  Published:`,
  );
  await copy.npm('run', '--silent', 'diagram');
  expect(await start('--again')).toMatch(/Report .*\n.*Tell .*\n/);
});

it('passes the tests of its pieces, of the state machine and of its permissions', async () => {
  await copy.npx('jest', '--ci', 'test/(archive|steps|statemachines|diagram|architecture|template)/');
  await copy.npx('jest', '--config', 'jest.slow.config.js', '--ci', 'test/slow/template');
});

it('is told what it may not do, where its function.yml says nothing of it', async () => {
  const [declared = ''] = (blocks.get('functions/archive/function.yml') ?? '').split('  reads:');
  await copy.put('functions/archive/function.yml', declared);
  await expect(copy.npx('jest', '--config', 'jest.slow.config.js', '--ci', 'test/slow/template')).rejects.toMatchObject(
    {
      stderr: expect.stringContaining(
        'functions/archive/function.yml: add to reads: runs/*/tables/_complete.json; to writes: runs/*/archive.json',
      ),
    },
  );
});

it('is refused where its answer would take the place of what Report is asked with', async () => {
  await change('statemachines/pipeline.asl.yaml', '    ResultPath: null\n    Next: Report', '    Next: Report');
  await expect(verify()).rejects.toMatchObject({
    stdout: expect.stringContaining('add ResultPath: null to Archive'),
  });
});
