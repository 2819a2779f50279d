import fc from 'fast-check';
import { seeded } from '../../../local/states/expressions/random.ts';
import { Failure, Stopped } from '../../../local/states/failure.ts';
import type { HistoryEvent } from '../../../local/states/history.ts';
import { again, call, chain, run } from './rig.ts';

/** Machines of every kind of state, in each other. */
const { machine } = fc.letrec<{ machine: object; state: object }>((tie) => ({
  machine: fc
    .array(tie('state'), { minLength: 1, maxLength: 3 })
    .map((states) => chain(Object.fromEntries(states.map((state, at) => [`S${at}`, state])))),
  state: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'state' },
    fc.constant({ Type: 'Pass' }),
    fc.record({ Type: fc.constant('Wait'), Seconds: fc.nat(100) }),
    retried(fc.constant(call)),
    retried(
      fc.record({ Type: fc.constant('Parallel'), Branches: fc.array(tie('machine'), { minLength: 1, maxLength: 3 }) }),
    ),
    retried(
      fc.record({
        Type: fc.constant('Map'),
        Items: fc.constant(['a', 'b', 'c']),
        MaxConcurrency: fc.nat(3),
        ItemProcessor: tie('machine'),
      }),
    ),
  ),
}));

function retried(state: fc.Arbitrary<object>) {
  return fc
    .tuple(state, fc.option(fc.nat(2), { nil: undefined }))
    .map(([one, MaxAttempts]) =>
      MaxAttempts === undefined ? one : { ...one, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts }] },
    );
}

const drawn = fc.record({ machine, seed: fc.nat() });

/** Runs it, each task failing a third of the time, as the seed has it. */
function execute(definition: object, seed: number, stopAfter = Number.POSITIVE_INFINITY) {
  const random = seeded(seed);
  const stop = new AbortController();
  let asked = 0;
  const answer = () => {
    if (++asked > stopAfter) stop.abort(new Stopped());
    if (random() < 0.33) throw new Failure('A');
    return 'done';
  };
  const tasks = Object.fromEntries(['S0', 'S1', 'S2'].map((name) => [name, answer]));
  return run({ ...definition, QueryLanguage: 'JSONata' }, { tasks, random, signal: stop.signal });
}

const named = (event: HistoryEvent | undefined, end: 'Entered' | 'Exited') =>
  event?.[end === 'Entered' ? 'stateEnteredEventDetails' : 'stateExitedEventDetails']?.name;

/** What is wrong with a history: each event follows one before it, and each state is left as often as it can be. */
function faultsOf(history: readonly HistoryEvent[]): string[] {
  const byId = new Map(history.map((event) => [event.id, event]));
  return history.flatMap((event) => {
    if (event.id > 1 && event.previousEventId >= event.id) return [`${event.id} follows ${event.previousEventId}`];
    if (!event.type.endsWith('StateExited')) return [];
    let before = byId.get(event.previousEventId);
    let depth = 0;
    while (
      before &&
      !(
        depth === 0 &&
        named(before, 'Entered') === named(event, 'Exited') &&
        before.type === event.type.replace('Exited', 'Entered')
      )
    ) {
      if (before.type.endsWith('StateExited')) depth++;
      if (before.type.endsWith('StateEntered') && depth > 0) depth--;
      before = byId.get(before.previousEventId);
    }
    return before ? [] : [`${event.id} leaves ${named(event, 'Exited')}, which was not entered`];
  });
}

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 40) };

it('leaves what it has entered, in the order in which it has entered it', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async ({ machine, seed }) => {
      const { history, types, status } = await execute(machine, seed);
      expect(faultsOf(history)).toEqual([]);
      const count = (end: RegExp) => types.filter((type) => end.test(type)).length;
      if (status === 'SUCCEEDED' && count(/^(Task|LambdaFunction|Parallel|Map).*(Failed|Aborted)$/) === 0)
        expect(count(/StateExited$/)).toBe(count(/StateEntered$/));
      expect(types.at(-1)).toBe(status === 'SUCCEEDED' ? 'ExecutionSucceeded' : 'ExecutionFailed');
    }),
    runs,
  );
});

it('has the same history of the same seed', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async ({ machine, seed }) => {
      expect((await execute(machine, seed)).history).toEqual((await execute(machine, seed)).history);
    }),
    runs,
  );
});

it('ends when it is stopped, wherever it is', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, fc.nat(5), async ({ machine, seed }, after) => {
      const { status, types, asked } = await execute(machine, seed, after);
      if (asked.length <= after) return;
      expect([status, types.at(-1)]).toEqual(['ABORTED', 'ExecutionAborted']);
    }),
    runs,
  );
});

it('ends after a stop and a redrive as it does undisturbed', async () => {
  const answered = (stopAfter: number, stop: AbortController) => {
    let asked = 0;
    const answer = (_: unknown, { scope, state }: { scope: string; state: string }) => {
      if (++asked > stopAfter) stop.abort(new Stopped());
      return `${scope}/${state}`;
    };
    return Object.fromEntries(['S0', 'S1', 'S2'].map((name) => [name, answer]));
  };
  const execute = async (definition: object, stopAfter: number, redrive?: Parameters<typeof again>[0]) => {
    const stop = new AbortController();
    const tasks = answered(stopAfter, stop);
    const given = { tasks, signal: stop.signal, ...(redrive && { redrive: again(redrive) }) };
    return run({ ...definition, QueryLanguage: 'JSONata' }, given);
  };
  await fc.assert(
    fc.asyncProperty(machine, fc.array(fc.nat(6), { maxLength: 3 }), async (machine, stops) => {
      const undisturbed = await execute(machine, Number.POSITIVE_INFINITY);
      let before: Parameters<typeof again>[0] | undefined;
      for (const after of stops) {
        const ended = await execute(machine, after, before);
        if (ended.status === 'SUCCEEDED') return;
        before = ended;
      }
      const ended = await execute(machine, Number.POSITIVE_INFINITY, before);
      expect(ended).toMatchObject({ status: 'SUCCEEDED', output: 'output' in undisturbed && undisturbed.output });
      expect(faultsOf(ended.history)).toEqual([]);
    }),
    runs,
  );
});
