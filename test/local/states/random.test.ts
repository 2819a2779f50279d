import fc from 'fast-check';
import { seeded } from '../../../local/states/expressions/random.ts';
import { Failure, Stopped } from '../../../local/states/failure.ts';
import type { HistoryEvent } from '../../../local/states/history.ts';
import { again, call, chain, run } from './rig.ts';

/** Machines of every kind of state, in each other, by the states that follow each other in them. */
const { machine: nameless } = fc.letrec<{ machine: Nameless[]; state: Nameless }>((tie) => ({
  machine: fc.array(tie('state'), { minLength: 1, maxLength: 3 }),
  state: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'state' },
    fc.constant({ state: { Type: 'Pass' } }),
    fc.nat(100).map((Seconds) => ({ state: { Type: 'Wait', Seconds } })),
    retried(fc.constant({ state: call })),
    retried(
      fc
        .array(tie('machine'), { minLength: 1, maxLength: 3 })
        .map((machines) => ({ state: { Type: 'Parallel' }, machines })),
    ),
    retried(
      fc.tuple(fc.nat(3), tie('machine')).map(([MaxConcurrency, machine]) => ({
        state: { Type: 'Map', Items: ['a', 'b', 'c'], MaxConcurrency },
        machines: [machine],
      })),
    ),
  ),
}));

interface Nameless {
  readonly state: { readonly Type: string };
  readonly machines?: readonly Nameless[][];
}

function retried(state: fc.Arbitrary<Nameless>): fc.Arbitrary<Nameless> {
  return fc
    .tuple(state, fc.option(fc.nat(2), { nil: undefined }))
    .map(([{ state, ...rest }, MaxAttempts]) =>
      MaxAttempts === undefined
        ? { state, ...rest }
        : { state: { ...state, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts }] }, ...rest },
    );
}

/** The machine, each state by a name of its own. */
function named(states: readonly Nameless[], prefix = 'S'): object {
  const inner = ({ state, machines = [] }: Nameless, name: string) => {
    const built = machines.map((machine, at) => named(machine, `${name}_${at}_`));
    if (state.Type === 'Map') return { ...state, ItemProcessor: built[0] };
    return built.length > 0 ? { ...state, Branches: built } : state;
  };
  return chain(Object.fromEntries(states.map((one, at) => [`${prefix}${at}`, inner(one, `${prefix}${at}`)])));
}

const machine = nameless.map((states) => named(states));
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
  return run({ ...definition, QueryLanguage: 'JSONata' }, { otherwise: answer, random, signal: stop.signal });
}

const nameIn = (event: HistoryEvent | undefined, end: 'Entered' | 'Exited') =>
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
        nameIn(before, 'Entered') === nameIn(event, 'Exited') &&
        before.type === event.type.replace('Exited', 'Entered')
      )
    ) {
      if (before.type.endsWith('StateExited')) depth++;
      if (before.type.endsWith('StateEntered') && depth > 0) depth--;
      before = byId.get(before.previousEventId);
    }
    return before ? [] : [`${event.id} leaves ${nameIn(event, 'Exited')}, which was not entered`];
  });
}

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 20) };

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
    return (_: unknown, { scope, state }: { scope: string; state: string }) => {
      if (++asked > stopAfter) stop.abort(new Stopped());
      return `${scope}/${state}`;
    };
  };
  const execute = async (definition: object, stopAfter: number, redrive?: Parameters<typeof again>[0]) => {
    const stop = new AbortController();
    const otherwise = answered(stopAfter, stop);
    const given = { otherwise, signal: stop.signal, ...(redrive && { redrive: again(redrive) }) };
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
