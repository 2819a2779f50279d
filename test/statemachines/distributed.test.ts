import { definitionOf } from '../../deployment/distributed.ts';
import { distributedOf } from '../../functions/definition/distributed.ts';
import { machineOf, readDefinition } from '../../local/definition.ts';
import { isTask, statesOf } from '../../local/states/walk.ts';
import { type Handlers, runStateMachine } from './run.ts';

const [run, batch] = ['2013-02-0123456789abcdef', '2013-02'];
const tables = ['daily', 'headline'].map((name) => ({ name, sql: '' }));
const options = { report: { title: 'Shop', figures: [], tables }, sources: [] };
const definition = definitionOf({ ...options, distributed: distributedOf({ fromBytes: 1000, partBytes: 400 }) });

const published = { run, batch, published: true };
const divided = { edition: 1, parts: 3, partitions: 2, plan: 'plan' };
const numbered = { edition: 1, whole: [], partitions: [0, 1], numbered: 'numbered' };
const children = { calls: 8, seconds: 40 };
const objects = { plan: [1, 2, 3], numbered: [1, 2, 3], again: [7] };

const tasks = [...statesOf(machineOf(definition))].filter(isTask);
const own = new Set(
  'Ingest Preprocess Divide Read Number Settle Collect Separate Sum Aggregate Query Athena Take Finish Report'.split(
    ' ',
  ),
);

/** A run of sources of so many bytes; each function answers as the real one does, but for those that the test tells. */
async function execute(bytes: Readonly<Record<string, number>>, change: Handlers = {}) {
  const asked: { state: string; input: unknown }[] = [];
  const answers: Handlers = {
    ...Object.fromEntries(tasks.map(({ name }) => [name, async () => ({})])),
    Ingest: async (input) => ({ bytes: bytes[JSON.parse(JSON.stringify(input)).source] }),
    Preprocess: async () => ({ holds: false, read: 3 }),
    Divide: async () => divided,
    Read: async () => ({ part: 1, rows: 5 }),
    Number: async () => numbered,
    Settle: async () => ({ partition: 1, parts: 3 }),
    Collect: async () => ({ parts: 3 }),
    Separate: async () => ({ part: 1, rows: 5 }),
    Sum: async () => ({ holds: false, read: 15, children }),
    Aggregate: async () => ({ tables: [] }),
    Query: async () => ({ sql: 'SELECT 1' }),
    Athena: async () => ({
      QueryExecution: {
        ResultConfiguration: { OutputLocation: 's3://b/a.csv' },
        Statistics: { DataScannedInBytes: 7 },
      },
    }),
    Take: async () => ({}),
    Finish: async () => ({ tables: [] }),
    Report: async () => published,
    ...change,
  };
  const handlers = Object.fromEntries(
    Object.entries(answers).map(([state, answer]) => [
      state,
      async (input: unknown) => {
        asked.push({ state, input });
        return answer(input);
      },
    ]),
  );
  const input = { run, batch, sources: Object.keys(bytes) };
  const {
    history: _,
    journal,
    ...result
  } = await runStateMachine(Object(definition), input, handlers, {
    name: run,
    objects,
  });
  return {
    result,
    journal,
    /** Those of the pipeline as it comes; states that a fork has added may lie between. */
    states: asked.map(({ state }) => state).filter((state) => own.has(state)),
    askedOf: (state: string) => asked.flatMap((one) => (one.state === state ? [one.input] : [])),
  };
}

it('is what is written, where the pipeline does not say distributed', () => {
  expect(definitionOf(options)).toEqual(readDefinition());
});

it('takes a batch of small sources as ever', async () => {
  const { result, states } = await execute({ orders: 999 });
  expect(result).toEqual({ status: 'SUCCEEDED', output: published });
  expect(states).toEqual(['Ingest', 'Preprocess', 'Aggregate', 'Report']);
});

it('reads a source in parts from the size on, and then has Athena make the tables in their order', async () => {
  const { result, states, askedOf } = await execute({ orders: 1000, stores: 999 });
  expect(result).toEqual({ status: 'SUCCEEDED', output: published });
  expect(states.filter((state) => state === 'Preprocess')).toHaveLength(1);
  const of = { run, batch, source: 'orders', edition: 1 };
  expect(askedOf('Divide')).toEqual([{ ...of, step: 'divide', whole: [], partBytes: 400 }]);
  expect(askedOf('Read')).toEqual([1, 2, 3].map((part) => ({ ...of, step: 'read', partitions: 2, part })));
  expect(askedOf('Number')).toEqual([{ ...of, step: 'number', parts: 3 }]);
  expect(askedOf('Settle')).toEqual([0, 1].map((partition) => ({ ...of, step: 'settle', partition })));
  expect(askedOf('Collect')).toEqual([{ ...of, step: 'collect', partitions: [0, 1] }]);
  expect(askedOf('Separate')).toEqual([1, 2, 3].map((part) => ({ ...of, step: 'separate', part })));
  expect(askedOf('Sum')).toEqual([{ ...of, step: 'sum', parts: 3, partitions: [0, 1] }]);
  expect(askedOf('Report')).toMatchObject([{ held: false, children: [children, { calls: 0, seconds: 0 }] }]);
  const way = ['Query', 'Athena', 'Take'];
  expect(states.slice(states.indexOf('Query'))).toEqual([...way, ...way, 'Finish', 'Report']);
  expect(askedOf('Take')).toEqual(
    ['daily', 'headline'].map((query) => ({
      run,
      batch,
      step: 'take',
      query,
      answer: 's3://b/a.csv',
      scannedBytes: 7,
    })),
  );
});

it('divides anew where a file is to stay whole', async () => {
  const plans = ['plan', 'again'];
  const answers = [
    { edition: 2, whole: [0], partitions: [] },
    { ...numbered, edition: 2 },
  ];
  const { result, askedOf } = await execute(
    { orders: 1000 },
    {
      Divide: async () => ({ ...divided, edition: 3 - plans.length, plan: plans.shift() }),
      Number: async () => answers.shift(),
    },
  );
  expect(result.status).toBe('SUCCEEDED');
  expect(askedOf('Divide').at(-1)).toMatchObject({ edition: 2, whole: [0] });
  expect(askedOf('Read')).toMatchObject([{ part: 1 }, { part: 2 }, { part: 3 }, { part: 7, edition: 2 }]);
  expect(askedOf('Sum')).toMatchObject([{ edition: 2 }]);
});

it('settles nothing of a source whose rows have no key', async () => {
  const { result, states } = await execute({ orders: 1000 }, { Number: async () => ({ ...numbered, partitions: [] }) });
  expect(result.status).toBe('SUCCEEDED');
  expect(states).not.toContain('Settle');
});

it('lets the gate hold a run for a source in parts, and asks Athena for nothing', async () => {
  const { result, states } = await execute(
    { orders: 1000 },
    { Sum: async () => ({ holds: true, children }), Report: async () => ({ ...published, published: false }) },
  );
  expect(result).toMatchObject({ status: 'FAILED', error: 'RunHeld' });
  expect(states).not.toContain('Query');
});

const failing = (name: string, times: number, answer: unknown) => {
  let left = times;
  return async () => {
    if (left-- > 0) throw Object.assign(new Error(`${name} on purpose`), { name });
    return answer;
  };
};

it.each([
  ['a child that dies', 'Read', 'Runtime.ExitError', {}],
  ['a child that S3 leaves waiting', 'Separate', 'StoreUnavailable', {}],
  ['a query that Athena cancels', 'Athena', 'States.TaskFailed', undefined],
])('tries %s again', async (_, state, error, answer) => {
  const usual = await execute({ orders: 1000 });
  const athena = {
    QueryExecution: { ResultConfiguration: { OutputLocation: 's3://b/a.csv' }, Statistics: { DataScannedInBytes: 7 } },
  };
  const { result, states } = await execute({ orders: 1000 }, { [state]: failing(error, 1, answer ?? athena) });
  expect(result.status).toBe('SUCCEEDED');
  expect(states.length).toBe(usual.states.length + 1);
});

it.each(['Read', 'Settle', 'Separate'])('fails in the Map of %s where a child fails for good', async (state) => {
  const { result, states } = await execute({ orders: 1000 }, { [state]: failing('RowsLost', 1, {}) });
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  expect(states.at(-1)).toBe(state);
});
