import { z } from 'zod';
import { jsonText } from '../../../../functions/core/json.ts';
import type { Json, JsonObject } from '../../../../local/states/json.ts';
import { manualClock } from '../manual-clock.ts';
import { type Given, openWorld, until } from './world.ts';

type World = Awaited<ReturnType<typeof openWorld>>;

/** What tells how a job stands that was submitted so, and what that says of one that was stopped. */
interface Stopped {
  readonly api: string;
  readonly action: string;
  readonly input: (submitted: JsonObject) => JsonObject;
  readonly holds: (answer: Json) => boolean;
}

/** What every integration shows of itself, to be held to the same promises. */
export interface Shown {
  /** `sqs:sendMessage`. */
  readonly resource: string;
  /** Other machines beside the one that calls. */
  readonly machines?: (world: World) => Readonly<Record<string, object>>;
  /** Of its SDK client; what must be there. */
  readonly api: string;
  /** A call that goes well, and what its answer holds. */
  readonly well: (world: World) => { readonly arguments: Json; readonly answer: object };
  /** A call that the service refuses, with the error that it is told by. */
  readonly refused: (world: World) => { readonly arguments: Json; readonly error: string; readonly cause: RegExp };
  /** A job that ends well, one that fails, and one that does not end; what stands once the last of them is stopped. */
  readonly job?: {
    readonly patterns: readonly ('sync' | 'sync:2')[];
    readonly ends: { readonly arguments: Json; readonly output: Readonly<Record<string, object>> };
    readonly fails: { readonly arguments: Json; readonly cause: RegExp };
    readonly hangs: { readonly arguments: Json; readonly stopped: Stopped };
  };
  /** How a callback finds its token in what was called. */
  readonly callback?: (world: World) => { readonly arguments: Json; readonly token: () => Promise<string> };
}

const task = (resource: string, args: Json, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Ask',
  States: { Ask: { Type: 'Task', Resource: resource, Arguments: args, End: true, ...more } },
});

/** Holds an integration to what Step Functions promises of each. */
export function keepsItsPromises({ resource, machines: others, api, well, refused, job, callback }: Shown) {
  const arn = `arn:aws:states:::${resource}`;
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  const open = async (definition: object, given: Given = {}) => {
    const machines = await world.machines({ main: definition, ...others?.(world) }, given);
    onTestEnd.push(machines.close);
    return machines;
  };
  const onTestEnd: (() => Promise<void>)[] = [];
  afterEach(() => Promise.all(onTestEnd.splice(0).map((end) => end())));

  it('gives what the service has answered', async () => {
    const { arguments: args, answer } = well(world);
    const { run, problems } = await open(task(arn, args));
    expect(await problems()).toEqual([]);
    expect(await run()).toMatchObject({ status: 'SUCCEEDED', output: answer });
  });

  it('is asked in JSONPath, likewise', async () => {
    const { arguments: args, answer } = well(world);
    const definition = {
      StartAt: 'Ask',
      States: { Ask: { Type: 'Task', Resource: arn, Parameters: args, End: true } },
    };
    const { run } = await open(definition);
    expect(await run()).toMatchObject({ status: 'SUCCEEDED', output: answer });
  });

  it('names what the service has refused', async () => {
    const { arguments: args, error, cause } = refused(world);
    const { run } = await open(task(arn, args));
    const ended = await run();
    expect(ended).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) });
    expect(ended.types.slice(2, -1)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskFailed']);
  });

  it('leads a Catch of that name on', async () => {
    const { arguments: args, error } = refused(world);
    const { States, ...rest } = task(arn, args, { Catch: [{ ErrorEquals: [error], Next: 'Caught' }] });
    const { run } = await open({ ...rest, States: { ...States, Caught: { Type: 'Pass', End: true } } });
    expect(await run()).toMatchObject({ status: 'SUCCEEDED', output: { Error: error } });
  });

  it('is refused before anything runs where it is given what it does not take', async () => {
    const { problems } = await open(task(arn, { Nonsense: 1 }));
    expect(await problems()).toEqual([`state Ask calls ${arn} with Nonsense, which it does not take`]);
  });

  it('is refused where its service does not run here', async () => {
    const { problems } = await open(task(arn, well(world).arguments), { missing: [api] });
    expect(await problems()).toEqual([
      expect.stringMatching(new RegExp(`^state Ask calls ${arn}, but no ${api} runs`)),
    ]);
  });

  it('is refused where it is waited for in a way that it does not have', async () => {
    const patterns = ['sync', 'sync:2', 'waitForTaskToken'].filter(
      (one) => !(one === 'waitForTaskToken' ? callback : job?.patterns.some((its) => its === one)),
    );
    for (const pattern of patterns) {
      const { problems } = await open(task(`${arn}.${pattern}`, well(world).arguments));
      expect(await problems()).toEqual([`state Ask calls ${arn}.${pattern}, which cannot be asked for .${pattern}`]);
    }
  });

  for (const pattern of job?.patterns ?? []) {
    if (job) describe(pattern, () => waitsForItsJobs(`${arn}.${pattern}`, job, { open, world: () => world }));
  }
  if (callback) waitsForItsCallback(`${arn}.waitForTaskToken`, callback, { open, world: () => world });
}

interface Held {
  readonly open: (definition: object, given?: Given) => ReturnType<World['machines']>;
  readonly world: () => World;
}

function waitsForItsJobs(arn: string, { ends, fails, hangs }: NonNullable<Shown['job']>, { open }: Held) {
  it('waits until the job has ended, and gives what it came to', async () => {
    const { run } = await open(task(arn, ends.arguments));
    const ended = await run();
    const [, pattern = ''] = /\.([^.]+)$/.exec(arn) ?? [];
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: ends.output[pattern] });
    expect(ended.types.slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
  });

  it('fails with what the job has failed with', async () => {
    const { run } = await open(task(arn, fails.arguments));
    const ended = await run();
    expect(ended).toMatchObject({ error: 'States.TaskFailed', cause: expect.stringMatching(fails.cause) });
    expect(ended.types.slice(-3, -1)).toEqual(['TaskSubmitted', 'TaskFailed']);
  });

  it('tells a start that is refused apart', async () => {
    const { run } = await open(task(arn, {}));
    expect((await run()).types).toContain('TaskSubmitFailed');
  });

  it('stops a job that takes longer than the state allows', async () => {
    const { stopped } = hangs;
    const clock = manualClock();
    const { run, ask } = await open(task(arn, hangs.arguments, { TimeoutSeconds: 60 }), { clock });
    const ended = await run({}, async (happened) => {
      await until(() => happened().some(({ type }) => type === 'TaskSubmitted'));
      clock.advance(60_000);
    });
    expect(ended).toMatchObject({ error: 'States.Timeout' });
    const submitted = ended.events.flatMap(({ taskSubmittedEventDetails: its }) => its?.output ?? [])[0];
    const input = stopped.input(jsonText(z.record(z.string(), z.json())).parse(submitted));
    await until(async () => stopped.holds(await ask(stopped.api, stopped.action, input)));
  });
}

function waitsForItsCallback(arn: string, callback: NonNullable<Shown['callback']>, { open, world }: Held) {
  it('waits for whoever has its token', async () => {
    const { arguments: args, token } = callback(world());
    const { run, executions } = await open(task(arn, args));
    const [ended] = await Promise.all([
      run(),
      token().then((its) => executions.callbacks.succeed(its, { paid: true })),
    ]);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { paid: true } });
    expect(ended.types.slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
  });
}
