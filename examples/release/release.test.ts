import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { zipped } from '../../local/services/zips.ts';
import { type Asked, telling } from '../../local/stack/asked.ts';
import { type Stack, type StackOptions, startStack } from '../../local/stack/stack.ts';
import { type Clock, realClock } from '../../local/states/clock.ts';
import { Failure } from '../../local/states/failure.ts';
import type { JsonObject } from '../../local/states/json.ts';
import type { Execution } from '../../local/states/service/executions.ts';

const app = 'examples/release/app';
const [bucket, name] = ['release-local-releases', 'release-prices-local'];

/** What takes no time to build and test. */
const quick = {
  'buildspec.yml':
    'version: 0.2\nphases: { build: { commands: [mkdir dist, cp src/*.mjs dist/] } }\nartifacts: { base-directory: dist, files: ["**/*"] }\n',
  'buildspec.test.yml': 'version: 0.2\nphases: { build: { commands: ["true"] } }\n',
};

/** What happens around a release, each replaced where a test has it otherwise. */
interface Around {
  /** Who is asked whether a version is released. */
  approve: (asked: Asked) => unknown;
  /** Whoever acts before the alarm is looked at. */
  inCanary: () => Promise<unknown>;
  nobodyAnswers: boolean;
  /** The state whose calls fail. */
  broken: string;
}

let stack: Stack;
let around: Around;
let s3: S3Client;
beforeEach(async () => {
  const approve = ({ token }: Asked) => stack.executions.callbacks.succeed(token, { approved: true });
  around = { approve, inCanary: async () => undefined, nobodyAnswers: false, broken: '' };
  stack = await startStack({ example: 'release', clock, tasks });
  s3 = new S3Client({ forcePathStyle: true });
});
afterEach(async () => {
  s3.destroy();
  await stack.stop();
});

/** Of the canary, and of who approves; the other pauses are shorter, and the time of the whole is longer. */
const isMinute = (milliseconds: number) => milliseconds > 30_000 && milliseconds < 90_000;
const isDay = (milliseconds: number) => milliseconds > 86_000_000 && milliseconds < 87_000_000;
const real = realClock(() => 0);
/** Nothing waits but who acts in the canary. */
const clock: Clock = {
  ...real,
  pause: async (milliseconds, signal) => {
    await (isMinute(milliseconds) ? around.inCanary() : real.pause(milliseconds, signal));
  },
  sleep: async (milliseconds, signal) => {
    if (!around.nobodyAnswers || !isDay(milliseconds)) await real.sleep(milliseconds, signal);
  },
};

/** What Task states call, of which one may fail. */
const tasks: NonNullable<StackOptions['tasks']> = (real) => {
  const told = telling((asked) => around.approve(asked))(real);
  return async (call) => {
    if (call.state === around.broken) throw new Failure('Lambda.UnknownException', 'on purpose');
    return told(call);
  };
};

/** Pushes a version, with some files otherwise, and gives what comes of the release that this starts. */
async function push(version: string, changed: Files = {}): Promise<Execution> {
  const [release] = await stack.upload(`sources/${version}.zip`, zipOf({ ...quick, ...changed }));
  if (!release) throw new Error('No release was started');
  return release;
}

type Files = Readonly<Record<string, string>>;

function zipOf(changed: Files): Uint8Array {
  const paths = readdirSync(app, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = paths.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(app.length + 1), readFileSync(path)] as const;
  });
  const more = Object.entries(changed).map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
  return zipped(Object.fromEntries([...files, ...more]));
}

const pushed = async (changed?: Files) => (await push('1.1.1', changed)).end;
/** What comes of the version that was there before anything was pushed. */
const ended = async (more: JsonObject = {}) =>
  (await stack.run('Release', { source: 'sources/1.1.0.zip', ...more })).end;
const alias = () => stack.ask('lambda', 'getAlias', { FunctionName: name, Name: 'live' });
const latest = async () => (await stack.ask('lambda', 'getFunctionConfiguration', { FunctionName: name })).CodeSha256;
const callLive = () =>
  stack.ask('lambda', 'invoke', { FunctionName: name, Qualifier: 'live', Payload: { pieces: 10, price: 100 } });
const ring = () =>
  stack.ask('cloudwatch', 'setAlarmState', {
    AlarmName: 'release-prices-errors-local',
    StateValue: 'ALARM',
    StateReason: '5 calls have failed',
  });

/** That everybody is served by the first version, as before. */
async function expectAsBefore() {
  expect(await alias()).toMatchObject({ FunctionVersion: '1' });
  expect(await alias()).not.toHaveProperty('RoutingConfig');
  expect(await callLive()).toMatchObject({ ExecutedVersion: '1', Payload: '{"total":1000}' });
}

describe('a version that is well', () => {
  it('is built, tested, approved, tried and then live', async () => {
    const seen: JsonObject[] = [];
    around.inCanary = async () => seen.push(await alias());
    const output = { version: '1.1.0', live: '2', before: '1' };
    expect(await ended()).toMatchObject({ status: 'SUCCEEDED', output });
    const share = { FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } } };
    expect(seen).toEqual(Array(10).fill(expect.objectContaining(share)));
    expect(await alias()).toMatchObject({ FunctionVersion: '2' });
    expect(await alias()).not.toHaveProperty('RoutingConfig');
    expect(await callLive()).toMatchObject({ ExecutedVersion: '2', Payload: '{"total":900}' });
  });

  it('is told to who approves with the commands that answer', async () => {
    let [message, token] = ['', ''];
    around.approve = (asked) => {
      message = z.object({ Message: z.string() }).parse(asked.input).Message;
      token = asked.token;
      stack.executions.callbacks.fail(token, 'Refused', '');
    };
    await pushed();
    expect(message).toMatch(
      /^Version 1\.1\.1 of release-prices-local is built and tested: s3:\/\/release-local-.*\.zip\n/,
    );
    expect(message).toContain(`send-task-success --task-output '{"approved":true}' --task-token ${token}\n`);
    expect(message).toContain(`send-task-failure --error Refused --cause 'why' --task-token ${token}`);
  });

  it('changes nothing where it is live already', async () => {
    await pushed();
    const before = await alias();
    const output = { version: '1.1.1', live: '2', before: '2' };
    expect(await pushed()).toMatchObject({ status: 'SUCCEEDED', output });
    expect(await alias()).toEqual(before);
  });

  it('shares no calls with another release', async () => {
    let second: unknown;
    around.inCanary = async () => {
      around.inCanary = async () => undefined;
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'sources/1.2.0.zip', Body: zipOf(quick) }));
      const { arn } = stack.executions.list().at(-1) ?? { arn: '' };
      while (!stack.executions.find(arn).end) await new Promise((resolve) => setTimeout(resolve, 10));
      second = stack.executions.find(arn).end;
    };
    expect(await pushed()).toMatchObject({ status: 'SUCCEEDED', output: { live: '2' } });
    expect(second).toMatchObject({ error: 'ReleaseUnderWay', cause: expect.stringContaining('update-alias') });
  });
});

describe('a version that is not well', () => {
  const fails = "import { test } from 'node:test';\ntest('fails', () => { throw new Error('on purpose'); });\n";
  const hangs = 'version: 0.2\nphases: { build: { commands: [sleep 1000] } }\n';

  it('is not deployed where its tests fail, and is built no longer', async () => {
    const before = await latest();
    const test = readFileSync(`${app}/buildspec.test.yml`, 'utf8');
    const broken = { 'test/index.test.mjs': fails, 'buildspec.test.yml': test, 'buildspec.yml': hangs };
    const { end, events } = await push('1.2.0', broken);
    const cause = expect.stringMatching(/^Version 1\.2\.0 does not pass its tests\. .*npm test. Reason: exit status 1/);
    expect(end).toMatchObject({ status: 'FAILED', error: 'TestFailed', cause });
    const ids = events.flatMap(({ taskSubmittedEventDetails: its }) => {
      const { output = '{}' } = z.object({ output: z.string() }).optional().parse(its) ?? {};
      return its ? [z.object({ Build: z.object({ Id: z.string() }) }).parse(JSON.parse(output)).Build.Id] : [];
    });
    const status = async () =>
      z
        .object({ Builds: z.array(z.object({ BuildStatus: z.string() })) })
        .parse(await stack.ask('codebuild', 'batchGetBuilds', { Ids: ids }))
        .Builds.map(({ BuildStatus }) => BuildStatus)
        .sort();
    while ((await status()).includes('IN_PROGRESS')) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await status()).toEqual(['FAILED', 'STOPPED']);
    expect(await latest()).toBe(before);
    await expectAsBefore();
  });

  it('is not deployed where it cannot be built', async () => {
    const before = await latest();
    const broken = { 'buildspec.test.yml': hangs, 'buildspec.yml': hangs.replace('sleep 1000', 'cp none dist') };
    const cause = expect.stringMatching(/^Version 1\.1\.1 cannot be built\. .*cp none dist/);
    expect(await pushed(broken)).toMatchObject({ status: 'FAILED', error: 'BuildFailed', cause });
    expect(await latest()).toBe(before);
    await expectAsBefore();
  });

  it('is not deployed where it was never pushed', async () => {
    const cause = expect.stringContaining('The specified key does not exist');
    expect(await ended({ source: 'sources/9.zip' })).toMatchObject({ status: 'FAILED', cause });
    await expectAsBefore();
  });
});

describe('a version that nobody wants', () => {
  const refused = (token: string) => stack.executions.callbacks.fail(token, 'Refused', 'not on a Friday');
  const halfHearted = (token: string) => stack.executions.callbacks.succeed(token, { approved: false });

  it.each([
    ['refuse it', refused, 'Version 1.1.1 is not released. It was refused: not on a Friday'],
    ['do not say yes', halfHearted, 'Version 1.1.1 is not released. The answer was no yes'],
  ])('is not deployed where people %s', async (_how, answer, cause) => {
    const before = await latest();
    around.approve = ({ token }) => answer(token);
    expect(await pushed()).toMatchObject({ status: 'FAILED', error: 'NotApproved', cause });
    expect(await latest()).toBe(before);
    await expectAsBefore();
  });

  it('is not deployed where nobody answers for a day', async () => {
    Object.assign(around, { nobodyAnswers: true, approve: () => undefined });
    const cause = 'Version 1.1.1 is not released. Nobody has answered in time';
    expect(await pushed()).toMatchObject({ status: 'FAILED', error: 'NotApproved', cause });
    await expectAsBefore();
  });
});

describe('a version that fails once it is called', () => {
  it('is rolled back where its calls have the alarm ring', async () => {
    const throws = 'export const handler = async () => { throw new Error("no such price"); };\n';
    around.inCanary = async () => {
      while ((await callLive()).FunctionError === undefined);
    };
    const end = await pushed({ 'src/index.mjs': throws });
    const cause = expect.stringMatching(
      /^Version 1\.1\.1 serves no calls\. AlarmRings - The alarm .* rings\. 1 is not/,
    );
    expect(end).toMatchObject({ status: 'FAILED', error: 'RolledBack', cause });
    await expectAsBefore();
  });

  it('is rolled back where the alarm rings in the last look', async () => {
    let looks = 0;
    around.inCanary = async () => ++looks === 10 && ring();
    const cause = expect.stringContaining('5 calls have failed');
    const end = await pushed();
    expect(end).toMatchObject({ status: 'FAILED', error: 'RolledBack', cause });
    await expectAsBefore();
  });
});

describe('where a step of the release fails', () => {
  const change = (more: JsonObject) =>
    stack.ask('lambda', 'updateAlias', { FunctionName: name, Name: 'live', ...more });

  it('leaves all as before where the code is gone', async () => {
    around.approve = async ({ token, input }) => {
      const [, Key] = /\/(artifacts\/.*\.zip)/.exec(JSON.stringify(input)) ?? [];
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
      stack.executions.callbacks.succeed(token, { approved: true });
    };
    const cause = expect.stringContaining('NoSuchKey');
    expect(await pushed()).toMatchObject({ error: 'Lambda.InvalidParameterValueException', cause });
    await expectAsBefore();
  });

  it.each(['ReadLive', 'UploadCode', 'ReadCode', 'PublishVersion'])('leaves all as before: %s', async (state) => {
    around.broken = state;
    expect(await pushed()).toMatchObject({ error: 'Lambda.UnknownException', cause: 'on purpose' });
    await expectAsBefore();
  });

  it.each(['ShiftShare', 'LookAtAlarm', 'Promote'])('rolls back: %s', async (state) => {
    around.broken = state;
    const cause = 'Version 1.1.1 serves no calls. Lambda.UnknownException - on purpose';
    expect(await pushed()).toMatchObject({ error: 'RolledBack', cause });
    await expectAsBefore();
  });

  it('leaves all as before where the share is none', async () => {
    expect(await ended({ canary: { share: 7 } })).toMatchObject({ error: 'RolledBack' });
    await expectAsBefore();
  });

  it('rolls back where somebody has touched the alias', async () => {
    around.inCanary = () => change({ Description: 'mine' });
    const cause = expect.stringContaining('Lambda.PreconditionFailedException');
    expect(await pushed()).toMatchObject({ error: 'RolledBack', cause });
    await expectAsBefore();
  });

  it('leaves alone what somebody has made live instead', async () => {
    await pushed();
    around.inCanary = () => change({ FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: {} } });
    expect(await pushed({ 'src/other.mjs': '' })).toMatchObject({ error: 'RolledBack' });
    await expectAsBefore();
  });
});
