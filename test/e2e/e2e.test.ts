import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient, ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { GetDatabasesCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { outputsOf } from '../../commands/site/outputs.ts';
import { notThereKey } from '../../deployment/not-there.ts';
import { type ReportDocument, reportSchema } from '../../functions/core/document.ts';
import { batchPageKey, documentKey, pageKey, reportPrefix, shelfKey } from '../../functions/core/keys.ts';
import { attemptOf, batchNameOf, firstAttempt } from '../../functions/core/run.ts';
import { openBucket } from '../../functions/platform/bucket.ts';
import { readLatest } from '../../functions/publishing/latest.ts';
import { copyOfProject } from '../copy.ts';
import { allows } from '../template/policy.ts';
import { matches } from '../template/wildcard.ts';
import { latestRun, outOf, start } from '../whole-pipeline/npm-start.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { grantsOfRoles, lineOf } from './grants.ts';
import { type Origins, startOrigins } from './origins.ts';
import { openStage, type Stage } from './stage.ts';
import { unasked } from './unasked.ts';

/** One story, told in order: each test goes on where the one before has ended. */
let folder: string;
let emulator: Emulator;
let origins: Origins;
let project: Awaited<ReturnType<typeof copyOfProject>>;
let stage: Stage;
let deployer: Record<string, string>;

/** A user who may do what docs/deploy.md asks for, and no more. */
async function makeDeployer() {
  const [iam, UserName] = [new IAMClient(), 'deployer'];
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = readFileSync('docs/deployer-policy.json', 'utf8')
    .replaceAll('PIPELINE', 'airline-operations')
    .replaceAll('DATABASE', 'airline_operations');
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'deploys', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '', AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '' };
}

/** As README says; but on this machine's processor, and with the address of the API, of which the sample has none. */
const deploy = (name = 'dev', ...params: string[]) =>
  project
    .as(deployer)
    .npx(
      ...['serverless', 'deploy', '--stage', name],
      `--param=architecture=${process.arch === 'x64' ? 'x86_64' : 'arm64'}`,
      `--param=originAddresses=${JSON.stringify(origins.addresses)}`,
      ...params.map((param) => `--param=${param}`),
    );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-e2e-'));
  emulator = await startEmulator(
    folder,
    ['dev', 'prod'].map((name) => `airline-operations-${name}`),
  );
  process.env.AWS_ENDPOINT_URL = emulator.endpoint;
  process.env.AWS_ENDPOINT_URL_S3 = emulator.endpoint; // which has every bucket in its path
  origins = await startOrigins();
  deployer = await makeDeployer();
  project = await copyOfProject(/^test\//, 540);
  await deploy();
  stage = await openStage(await outputsOf('dev', 'eu-central-1'), 'airline-operations');
});
afterAll(async () => {
  await origins?.stop();
  await emulator?.stop();
  await project?.remove();
  await rm(folder, { recursive: true, force: true });
});

const february = '2013-02';
const weather = `incoming/${february}/weather/observations-2013-02.csv`;
const flights = `incoming/${february}/flights/flights-2013-02.csv.gz`;
const sampleFlights = readFileSync(`sample/${flights}`);
const holding = async () => (await readLatest(february, stage.bucket)).latest.run ?? '';

it('starts a run by itself once a batch is uploaded, which succeeds and is told', async () => {
  for (const batch of ['2013-01', february]) {
    const before = await stage.executions();
    await stage.upload(batch, `sample/incoming/${batch}`);
    const { run, status } = await stage.next(before);
    expect(status).toBe('SUCCEEDED');
    expect((await stage.told(({ Message }) => Message.includes(run))).Subject).toMatch('the report is published');
    const flights = await stage.said(
      'preprocess',
      (line) => line.run === run && line.source === 'flights' && '_aws' in line,
    );
    expect(flights).toMatchObject({ batch, step: 'preprocess', RowsRejected: 0, RowsClean: expect.any(Number) });
    await stage.said('report', (line) => line.run === run && line.ReportsPublished === 1);
  }
  expect(await stage.executions()).toHaveLength(2);
});

it.each(['2013-01', february])('publishes of %s what npm start publishes, to the byte', async (batch) => {
  if (batch === '2013-01') expect(await start('local')).toMatchObject({ code: 0 });
  const name = await latestRun('local', batch);
  const { run: mine, ...expected } = await sameFiles(batch, name);
  const deployed = await reportOf(name);
  // Of the run itself, what tells when and by what it was made.
  const { execution, startedAt, codeVersion, dollars, inputs, pulled } = deployed.run;
  const run = { ...mine, execution, startedAt, codeVersion, dollars, inputs, pulled };
  expect(partitioned(deployed)).toEqual(partitioned({ ...expected, run }));
});

/** Holds the files beside the report of a run against those of `npm start`, whose report it gives. */
async function sameFiles(batch: string, run: string) {
  const local = join(outOf('local'), batch, await latestRun('local', batch));
  const report = reportSchema.parse(JSON.parse(readFileSync(join(local, 'report.json'), 'utf8')));
  const twins = report.files.filter(({ kind }) => kind !== 'page');
  expect(twins.length).toBeGreaterThan(18);
  for (const { file } of twins) {
    const path = join(folder, file);
    await stage.bucket.download(`${reportPrefix(batch, run)}${file}`, path);
    expect([file, readFileSync(path).equals(readFileSync(join(local, file)))]).toEqual([file, true]);
  }
  return report;
}

const reportOf = async (run: string) =>
  reportSchema.parse(JSON.parse((await stage.bucket.read(documentKey(batchNameOf(run), run)))?.text ?? ''));

/** Another DynamoDB puts its rows into other partitions, each of which is a file of the snapshot, and the page says so. */
const partitioned = <T extends Pick<ReportDocument, 'pulled' | 'quality' | 'files'>>({
  pulled,
  quality,
  files,
  ...rest
}: T) => ({
  ...rest,
  files: files.filter(({ kind }) => kind !== 'page'),
  pulled: pulled.map((one) => (one.kind === 'dynamodb' ? { ...one, digest: null, files: [] } : one)),
  quality: quality.map((one) => (one.source === 'planes' ? { ...one, files: one.files.map(({ file }) => file) } : one)),
});

it('has a stable address for the report that holds, which the shelf names', async () => {
  const page = await stage.bucket.read(batchPageKey(february));
  expect(page?.text).toContain(await holding());
});

it('starts nothing when the same bytes come again', async () => {
  const before = await stage.executions();
  await stage.put(flights, sampleFlights);
  const run = await holding();
  await stage.said('start', ({ message, run: of }) => message === 'A run was published before' && of === run);
  expect(await stage.executions()).toEqual(before);
});

it('starts another run for a corrected file, whose report holds from then on', async () => {
  const before = [await stage.executions(), await holding()] as const;
  const observed = readFileSync(`sample/${weather}`, 'utf8');
  const corrected = observed.replace(/^LGA,2013-02-28T23.*\n/m, '');
  expect(corrected).not.toBe(observed);
  await stage.put(weather, Buffer.from(corrected));
  const { run, status } = await stage.next(before[0]);
  expect(status).toBe('SUCCEEDED');
  expect(await holding()).toBe(run);
  expect(run).not.toBe(before[1]);
});

it('holds half a file: a page and a message say which, and the report before holds', async () => {
  const before = [await stage.executions(), await holding()] as const;
  await stage.put(flights, sampleFlights.subarray(0, sampleFlights.length / 2));
  const { run, error } = await stage.next(before[0]);
  expect(error).toBe('RunHeld');
  expect((await stage.bucket.read(pageKey(february, run, 'held')))?.text).toContain('flights-2013-02.csv.gz');
  const { Subject, Message } = await stage.told(({ Message }) => Message.includes(run));
  expect(Subject).toContain('held by the quality gate');
  expect(Message).toContain(pageKey(february, run, 'held'));
  expect(Message).toMatch(/^flights: flights-2013-02\.csv\.gz/m);
  await stage.put(flights, sampleFlights);
  await stage.said('start', ({ message, run: of }) => message === 'A run was published before' && of === before[1]);
  expect(await holding()).toBe(before[1]);
});

it('fails where a file is gone that a run has frozen, and a rerun holds once the same file is there again', async () => {
  const [before, run] = [await stage.executions(), await holding()];
  await stage.erase(flights);
  await stage.ask({ rerun: { run: firstAttempt(run), attempt: 2 } });
  const failed = await stage.next(before);
  expect(failed).toMatchObject({ status: 'FAILED', error: 'InputGone' });
  const { Message } = await stage.told(({ Message }) => Message.includes(failed.run));
  expect(Message).toContain('flights-2013-02.csv.gz is no longer in the bucket');

  await stage.put(flights, sampleFlights);
  await stage.ask({ rerun: { run: firstAttempt(run), attempt: 3 } });
  expect(await stage.next([...before, failed.run])).toMatchObject({ status: 'SUCCEEDED' });
  expect(attemptOf(await holding())).toBe(3);
});

it('fails with advice where a secret is wrong, and a rerun holds once it is right', async () => {
  const [before, run] = [await stage.executions(), await holding()];
  await origins.rotate(
    'airlines-db',
    origins.secrets['airlines-db']?.replace(/"password":"[^"]*"/, '"password":"old"') ?? '',
  );
  await stage.ask({ rerun: { run: firstAttempt(run), attempt: 4 } });
  const failed = await stage.next(before);
  expect(failed).toMatchObject({ status: 'FAILED', error: 'SourceRefused' });
  const { Message } = await stage.told(({ Message }) => Message.includes(failed.run));
  expect(Message).toMatch(/source airlines: the server refuses the login.*What to do next:/s);
  expect(Message).not.toContain('"old"');

  await origins.rotate('airlines-db', origins.secrets['airlines-db'] ?? '');
  await stage.ask({ rerun: { run: firstAttempt(run), attempt: 5 } });
  expect(await stage.next([...before, failed.run])).toMatchObject({ status: 'SUCCEEDED' });
  expect(attemptOf(await holding())).toBe(5);
});

const tributary = async (...args: string[]) => {
  const { stdout } = await project.npm('run', '--silent', 'tributary', '--', ...args, '--stage', 'dev', '--json');
  return JSON.parse(stdout);
};

describe('tributary', () => {
  it('runs and show: tell how each run ended, its states and its rows', async () => {
    const runs = await tributary('runs');
    expect(runs.map(({ run }: { run: string }) => run).sort()).toEqual((await stage.executions()).sort());
    const results = runs.map(({ batch, result, holds }: Record<string, unknown>) => [batch, result, holds].join(' '));
    expect(new Set(results)).toEqual(
      new Set([
        '2013-01 published true',
        '2013-02 published true',
        '2013-02 published false',
        '2013-02 held false',
        '2013-02 failed false',
      ]),
    );
    const failed = runs.find(({ result }: { result: string }) => result === 'failed');
    const shown = await tributary('show', failed.run);
    expect(shown).toMatchObject({ result: 'failed', failure: { error: 'SourceRefused' } });
    const { states, sources } = await tributary('show', await holding());
    expect(states.map(({ state }: { state: string }) => state)).toEqual(
      expect.arrayContaining(['Aggregate', 'Report']),
    );
    expect(sources).toHaveLength(5);
  });

  it('open: gives a link that a browser opens without credentials', async () => {
    const { link } = await tributary('open', february);
    const answer = await fetch(link);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/html/)]);
    expect(await answer.text()).toContain(february);
  });

  it('rejected and logs: tell what became of rows, and what functions said of a run', async () => {
    const run = await holding();
    expect(await tributary('rejected', run)).toMatchObject([{ source: 'weather', column: 'wind_mph' }]);
    const steps = (await tributary('logs', run)).map(({ step }: { step: string }) => step);
    expect([...new Set(steps)].sort()).toEqual(['aggregate', 'ingest', 'preprocess', 'report', 'start'].sort());
    expect(steps[0]).toBe('start');
  });

  it('rerun and accept: make a report again, and one of rows past their limits', async () => {
    const before = await holding();
    const again = await tributary('rerun', february);
    expect(again).toMatchObject({ run: await holding(), result: 'published' });
    expect(attemptOf(again.run)).toBe(attemptOf(before) + 1);

    const executions = await stage.executions();
    const [header = '', ...rows] = readFileSync(`sample/${weather}`, 'utf8').trimEnd().split('\n');
    const broken = [header, ...rows.map((row, at) => (at % 3 === 0 ? `x${row}` : row))].join('\n');
    await stage.put(weather, Buffer.from(broken));
    const { run, error } = await stage.next(executions);
    expect(error).toBe('RunHeld');
    const accepted = await tributary('accept', run, '--reason', 'The station is mended.');
    expect(accepted).toMatchObject({ run: `${run}_2`, result: 'published' });
    expect((await stage.bucket.read(pageKey(february, `${run}_2`, 'published')))?.text).toContain(
      'The station is mended.',
    );
  });

  it('resend: sends start what it understands, and leaves the rest', async () => {
    const message = { open: { batch: '2013-01' } };
    await stage.bury(message);
    await stage.bury({ detail: 'of somebody else' });
    const { sent, left } = await tributary('resend');
    expect([sent, left].map(([body]) => JSON.parse(body))).toEqual([message, { detail: 'of somebody else' }]);
    await stage.said(
      'start',
      ({ message, run }) => message === 'A run was published before' && /^2013-01/.test(String(run)),
    );
  });

  it('forget: leaves no version of anything of a batch, and takes it off the shelf', async () => {
    expect((await stage.bucket.read(shelfKey))?.text).toContain('2013-01/index.html');
    const { erased } = await tributary('forget', '2013-01', '--yes');
    expect(erased).toBeGreaterThan(80);
    expect(await stage.versions('2013-01')).toEqual([]);
    expect((await stage.bucket.read(shelfKey))?.text).not.toContain('2013-01/index.html');
    expect(new Set((await tributary('runs')).map(({ batch }: { batch: string }) => batch))).toEqual(
      new Set([february]),
    );
  });

  it('smoke: tries the stage out, and leaves nothing behind', async () => {
    await expect(tributary('smoke')).rejects.toThrow(`forget ${february}`);
    const input = join(folder, 'smoke');
    await cp('sample/incoming/2013-01', join(input, '2013-01'), { recursive: true });
    expect(await tributary('smoke', '--input', input)).toMatchObject({
      result: 'published',
      erased: expect.any(Number),
    });
    expect(await stage.versions('2013-01')).toEqual([]);
  });
});

/** Puts that in the place of that, in a file of the project. */
async function change(path: string, from: string, to: string) {
  const text = await project.read(path);
  expect(text).toContain(from);
  await project.put(path, text.replace(from, to));
}

it('is updated in place by a second deploy: a changed definition gives a new run, and waits as it says', async () => {
  const before = await stage.executions();
  await change('pipeline/sources/weather.ts', '{ defineSource, upload }', '{ defineSource, seconds, upload }');
  await change('pipeline/sources/weather.ts', 'complete: { files: 1 }', 'complete: { quietFor: seconds(8) }');
  await change('pipeline/sources/airports.ts', "name: 'airports',", "name: 'airports', optional: true,");
  await deploy('dev', 'site=true');
  await stage.upload(february, `sample/incoming/${february}`);
  await stage.said('start', ({ message }) => message === 'A batch is too young');
  expect(await stage.executions()).toEqual(before);
  const { run, status } = await stage.next(before);
  expect(status).toBe('SUCCEEDED');
  expect(await holding()).toBe(run);
  const { ReportsUrl } = await outputsOf('dev', 'eu-central-1');
  expect(ReportsUrl).toMatch(/^https:/);
  const { Message } = await stage.told(({ Message }) => Message.includes(`Run: ${run}\n`));
  expect(Message).toContain(`Report: ${ReportsUrl}/${february}/${run}/index.html\n`);
  expect((await stage.bucket.read(notThereKey))?.text).toContain('All reports');
});

it('lets an execution end with the code that it began with, whatever is deployed meanwhile', async () => {
  const before = await stage.executions();
  const run = firstAttempt(await holding());
  const { release } = origins.hold();
  await stage.ask({ rerun: { run, attempt: 2 } });
  await stage.begun(before);
  await change('package.json', '"version": "0.1.0"', '"version": "0.2.0"');
  await deploy();
  expect(await outputsOf('dev', 'eu-central-1')).not.toHaveProperty('ReportsUrl');
  release();
  expect(await stage.next(before)).toMatchObject({ status: 'SUCCEEDED' });
  await stage.ask({ rerun: { run, attempt: 3 } });
  expect(await stage.next([...before, `${run}_2`])).toMatchObject({ status: 'SUCCEEDED' });
  const made = async (attempt: number) => (await reportOf(`${run}_${attempt}`)).run.codeVersion;
  expect([await made(2), await made(3)]).toEqual(['0.1.0', '0.2.0']);
});

it('leaves an optional source out that refuses, and the report says so', async () => {
  const [before, run] = [await stage.executions(), await holding()];
  await origins.rotate('airports-api', 'old');
  await stage.ask({ rerun: { run: firstAttempt(run), attempt: 4 } });
  expect(await stage.next(before)).toMatchObject({ status: 'SUCCEEDED' });
  const { quality } = await reportOf(await holding());
  expect(quality.filter(({ leftOut }) => leftOut).map(({ source }) => source)).toEqual(['airports']);
  await origins.rotate('airports-api', origins.secrets['airports-api'] ?? '');
});

const restore = async (...paths: string[]) => {
  for (const path of paths) await project.put(path, readFileSync(path));
};
const daily = 'pipeline/report/daily.sql';
const makeDistributed = () =>
  change(
    'pipeline/pipeline.ts',
    'definePipeline({',
    '$& distributed: { fromBytes: 50_000, partBytes: 64 * 1024, concurrency: 2 },',
  );

describe('once a deploy has made it distributed', () => {
  beforeAll(async () => {
    await restore('pipeline/sources/weather.ts', 'pipeline/sources/airports.ts');
    await makeDistributed();
    await deploy();
  });

  it.each(['2013-01', february])(
    'reads large sources of %s in parts, and publishes the same to the byte',
    async (batch) => {
      const before = await stage.executions();
      await stage.upload(batch, `sample/incoming/${batch}`);
      const { run, status } = await stage.next(before);
      expect(status).toBe('SUCCEEDED');
      const { run: how, ...deployed } = await reportOf(run);
      const { run: _, ...expected } = await sameFiles(batch, run);
      expect(inOnePart(deployed)).toEqual(inOnePart(expected));
      const parts = deployed.quality.map(({ source, parts }) => [source, parts]);
      expect(Object.fromEntries(parts)).toMatchObject({ flights: 1, weather: 3, planes: expect.any(Number) });
      expect(how.scannedBytes).toBeGreaterThan(0);
    },
  );

  it('forgets a batch with the parts of its sources and the answers of Athena', async () => {
    const zones = async () => (await stage.versions('2013-01')).map((key) => key.replace(/2013-01-\w+/, '<run>'));
    expect(await zones()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^parts\/<run>\//),
        expect.stringMatching(/^runs\/<run>\/athena\//),
      ]),
    );
    await tributary('forget', '2013-01', '--yes');
    expect(await zones()).toEqual([]);
  });

  it('has a column more in a table that later ones select from, once that is deployed', async () => {
    const before = await stage.executions();
    await change(daily, '\nSELECT\n  day,', "$& 'UTC' AS zone,");
    await deploy();
    await stage.upload(february, `sample/incoming/${february}`);
    const { run, status } = await stage.next(before);
    expect(status).toBe('SUCCEEDED');
    const { tables } = await reportOf(run);
    const found = tables.find(({ name }) => name === 'daily')?.columns.map(({ name }) => name);
    expect(found).toContain('zone');
  });
});

/** A report without what tells how it was made: the ids that follow from the definition, and the parts of its sources. */
function inOnePart({ quality, comparedWith, ...rest }: Omit<ReportDocument, 'run'>) {
  const whole = quality.map(({ parts: _, ...source }) => source);
  return partitioned({ ...rest, definition: '', quality: whole, comparedWith: comparedWith?.batch });
}

describe('IAM', () => {
  const ofRoles = () =>
    emulator.decisions().filter(({ principal }) => /:assumed-role\/|:user\/deployer/.test(principal ?? ''));

  it('has denied nothing of all that', () => {
    expect(ofRoles().length).toBeGreaterThan(100);
    expect(ofRoles().filter(({ allowed }) => !allowed)).toEqual([]);
  });

  it('would have: a child that may not write fails its run, of which is told what it was denied', async () => {
    const iam = new IAMClient();
    const { Roles = [] } = await iam.send(new ListRolesCommand());
    const RoleName = Roles.find(({ RoleName = '' }) => /preprocess.*role/i.test(RoleName))?.RoleName;
    const Statement = [{ Effect: 'Deny', Action: 's3:PutObject', Resource: 'arn:aws:s3:::*/parts/*/rows.parquet' }];
    const less = { RoleName, PolicyName: 'less' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new PutRolePolicyCommand({ ...less, PolicyDocument }));
    const before = await stage.executions();
    await stage.ask({ rerun: { run: firstAttempt(await holding()), attempt: 2 } });
    const { run, status, error } = await stage.next(before);
    await iam.send(new DeleteRolePolicyCommand(less));
    expect([status, error]).toEqual(['FAILED', 'States.ExceedToleratedFailureThreshold']);
    expect(ofRoles().filter(({ allowed }) => !allowed)).toContainEqual(
      expect.objectContaining({ action: 's3:PutObject', principal: expect.stringMatching(/preprocess/i) }),
    );
    const reason = { error: 'AccessDenied', source: expect.stringMatching(/^(flights|weather|planes)$/) };
    expect(await tributary('show', run)).toMatchObject({ result: 'failed', failure: reason });
    const { Message } = await stage.told(({ Message }) => Message.includes(run));
    expect(Message).toMatch(/^Source: (flights|weather|planes)\n.*\nReason: AccessDenied: .*s3:PutObject/m);
  });

  it('was asked for all that the roles allow, but for what unasked.ts excepts with its reason', async () => {
    const grants = await grantsOfRoles();
    // A batch that is forgotten may be gone before notify and shelve have read of it, or after.
    const asked = ofRoles().filter(
      ({ allowed, resource, prefix }) => allowed && !`${resource} ${prefix}`.includes('2013-01'),
    );
    const isAsked = (grant: (typeof grants)[number]) =>
      asked.some((one) => one.principal?.includes(`:assumed-role/${grant.role}/`) && allows(grant, one));
    const patterns = Object.values(unasked).flat();
    const excepted = grants.map(lineOf).filter((line) => patterns.some((pattern) => matches(pattern, line)));
    expect(grants.filter((grant) => !isAsked(grant)).map(lineOf)).toEqual(excepted);
    expect(patterns.filter((pattern) => !excepted.some((line) => matches(pattern, line)))).toEqual([]);
  });
});

/** The databases of Glue and the workgroups of Athena. */
async function tabled() {
  const { DatabaseList } = await new GlueClient().send(new GetDatabasesCommand());
  const { WorkGroups } = await new AthenaClient().send(new ListWorkGroupsCommand());
  return [...(DatabaseList ?? []), ...(WorkGroups ?? [])].map(({ Name }) => Name).sort();
}

it('is what it was before once a deploy has undone that', async () => {
  expect(await tabled()).toEqual(['airline-operations-dev', 'airline_operations_dev', 'primary']);
  await restore('pipeline/pipeline.ts', daily);
  await deploy();
  expect(await tabled()).toEqual(['primary']);
  const [plain, since] = [await latestRun('local', february), new Date().toISOString()];
  await stage.ask({ open: { batch: february } });
  await stage.said('start', ({ run, timestamp }) => run === plain && String(timestamp) > since);
  const again = await tributary('rerun', february);
  expect(again).toMatchObject({ run: await holding(), result: 'published' });
  expect(firstAttempt(again.run)).toBe(plain);
  expect((await reportOf(again.run)).run).not.toHaveProperty('scannedBytes');
});

describe('a stage that is removed', () => {
  const remove = (name: string) => project.as(deployer).npx('serverless', 'remove', '--stage', name);
  const buckets = async () =>
    ((await new S3Client({ forcePathStyle: true }).send(new ListBucketsCommand())).Buckets ?? []).map(
      ({ Name = '' }) => Name,
    );

  it('leaves nothing where it is not protected', async () => {
    expect((await stage.bucket.list('')).length).toBeGreaterThan(100);
    await remove('dev');
    expect(await buckets()).toEqual([]);
  });

  it('refuses where it is protected, and its data outlives it when it is told', async () => {
    await makeDistributed();
    await deploy('prod');
    expect(await tabled()).toContain('airline_operations_prod');
    const { BucketName } = await outputsOf('prod', 'eu-central-1');
    const upload = { Bucket: BucketName, Key: flights, Body: sampleFlights };
    await new S3Client({ forcePathStyle: true }).send(new PutObjectCommand(upload));
    await expect(remove('prod')).rejects.toThrow(/deletion protection is enabled.*update-termination-protection/s);

    const StackName = 'airline-operations-prod';
    const told = new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false });
    await new CloudFormationClient().send(told);
    await remove('prod');
    await expect(outputsOf('prod', 'eu-central-1')).rejects.toThrow('does not exist');
    expect(await tabled()).toEqual(['primary']);
    expect(await buckets()).toEqual([BucketName]);
    expect(await openBucket({ name: BucketName }).head(flights)).toMatchObject({ size: sampleFlights.length });
  });
});

it('asks in the name of whoever deploys for every action on stacks that its policy allows', () => {
  const allowed = readFileSync('docs/deployer-policy.json', 'utf8').match(/cloudformation:\w+/g);
  expect(askedByDeployer(/^cloudformation:/)).toEqual(allowed?.sort());
});

it('makes, changes and removes what Athena needs in the name of whoever deploys', () => {
  const made = ['athena:CreateWorkGroup', 'glue:CreateDatabase', 'glue:CreateTable'];
  const removed = made.map((action) => action.replace('Create', 'Delete'));
  expect(askedByDeployer(/^(athena|glue):/)).toEqual([...made, ...removed, 'glue:UpdateTable'].sort());
});

const askedByDeployer = (about: RegExp) => {
  const asked = emulator
    .decisions()
    .filter(({ principal, action, allowed }) => principal?.endsWith(':user/deployer') && about.test(action) && allowed);
  return [...new Set(asked.map(({ action }) => action))].sort();
};
