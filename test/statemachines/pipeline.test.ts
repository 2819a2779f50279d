import { machineOf, readDefinition } from '../../local/definition.ts';
import { isTask, statesOf } from '../../local/states/walk.ts';
import { type Handlers, runStateMachine } from './run.ts';

const definition = readDefinition();
const tasks = [...statesOf(machineOf(definition))].filter(isTask);
const run = '2013-02-0123456789abcdef';
const batch = '2013-02';
const input = (...sources: string[]) => ({ run, batch, sources });
const published = { run, batch, published: true };

/** Functions that do nothing and answer as the real ones do, but for those that the test tells; with what they were asked. */
async function execute(sources: string[], change: Handlers = {}) {
  const asked: { state: string; input: unknown }[] = [];
  const answers: Handlers = {
    ...Object.fromEntries(tasks.map(({ name }) => [name, async () => ({})])),
    Ingest: async () => ({ objects: 1 }),
    Preprocess: async () => ({ holds: false, read: 3 }),
    Aggregate: async () => ({ tables: [] }),
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
  const {
    history,
    journal: _,
    ...result
  } = await runStateMachine(definition, input(...sources), handlers, { name: run });
  const entered = history.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []).map(String);
  return {
    result,
    entered,
    /** The way of the run from the gate on; states that a fork has added may lie between. */
    way: entered.filter((state) => fromTheGateOn.includes(state)),
    /** What these states were asked, in order, likewise. */
    askedOf: (...states: string[]) => asked.filter(({ state }) => states.includes(state)),
    askedAbout: (source: string) =>
      asked.filter(({ state, input }) => ['Ingest', 'Preprocess'].includes(state) && sourceOf(input) === source),
    times: (state: string) => asked.filter((one) => one.state === state).length,
  };
}

const fromTheGateOn = ['QualityGate', 'Aggregate', 'Report', 'Published', 'Done', 'Held'];

const named = (name: string) => Object.assign(new Error(`${name} on purpose`), { name });
const sourceOf = (input: unknown) => JSON.parse(JSON.stringify(input)).source;

/** Fails that many times with an error of that name, then answers. */
const failing = (name: string, times: number, answer: unknown = {}) => {
  let left = times;
  return async () => {
    if (left-- > 0) throw named(name);
    return answer;
  };
};

describe('a run within its limits', () => {
  it('takes each source through ingest and preprocess, then aggregates, reports and ends well', async () => {
    const { result, way, askedOf, askedAbout } = await execute(['orders', 'customers']);
    expect(result).toEqual({ status: 'SUCCEEDED', output: published });
    expect(way).toEqual(['QualityGate', 'Aggregate', 'Report', 'Published', 'Done']);
    const about = { run, batch };
    expect(askedAbout('customers')).toEqual([
      { state: 'Ingest', input: { ...about, source: 'customers' } },
      { state: 'Preprocess', input: { ...about, source: 'customers' } },
    ]);
    expect(askedOf('Aggregate', 'Report')).toEqual([
      { state: 'Aggregate', input: about },
      {
        state: 'Report',
        input: {
          ...about,
          held: false,
          execution: expect.stringMatching(`:${run}$`),
          startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        },
      },
    ]);
  });

  it('runs a few sources at a time, so that a small account has room', async () => {
    let [running, most] = [0, 0];
    const Ingest = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    const { times } = await execute(
      Array.from({ length: 20 }, (_, at) => `source${at}`),
      { Ingest },
    );
    expect(times('Preprocess')).toBe(20);
    expect(most).toBe(4);
  });
});

describe('the quality gate', () => {
  it.each([
    ['the only source', ['orders']],
    ['one source of three', ['orders', 'customers', 'stores']],
  ])('holds a run with %s past its limits, and lets the others finish first', async (_, sources) => {
    const { result, way, times } = await execute(sources, {
      Preprocess: async (input) => ({ holds: sourceOf(input) === 'orders' }),
      Report: async () => ({ ...published, published: false }),
    });
    expect(times('Preprocess')).toBe(sources.length);
    expect(way).toEqual(['QualityGate', 'Report', 'Published', 'Held']);
    expect(result).toMatchObject({
      status: 'FAILED',
      error: 'RunHeld',
      cause: expect.stringContaining('quality page'),
    });
  });

  it('holds a run that the report did not publish', async () => {
    const { result } = await execute(['orders'], { Report: async () => ({ ...published, published: false }) });
    expect(result).toMatchObject({ status: 'FAILED', error: 'RunHeld' });
  });
});

const retries = tasks.flatMap(({ name, state }) =>
  (state.Retry ?? []).flatMap(({ ErrorEquals, MaxAttempts = 3 }) =>
    ErrorEquals.map((error) => [name, error, MaxAttempts] as const),
  ),
);

describe('a fault of the world', () => {
  it.each(retries)('in %s: %s is tried again, %i times', async (state, error, attempts) => {
    const answer = { ...published, holds: false };
    const { result, times } = await execute(['orders'], { [state]: failing(error, attempts, answer) });
    expect(result.status).toBe('SUCCEEDED');
    expect(times(state)).toBe(attempts + 1);
  });

  it.each(retries.filter(([, error]) => error !== 'OptionalSourceUnavailable'))(
    'in %s: %s ends the run in that very state when it stays',
    async (state, error, attempts) => {
      const { result, entered, times } = await execute(['orders'], {
        [state]: failing(error, Number.POSITIVE_INFINITY),
      });
      expect(result).toMatchObject({ status: 'FAILED', error, cause: expect.stringContaining(`${error} on purpose`) });
      expect(times(state)).toBe(attempts + 1);
      expect(entered.at(-1)).toBe(state);
    },
  );

  it.each(['Ingest', 'Preprocess', 'Aggregate', 'Report'])(
    'in %s: an error that no retry mends ends the run at once',
    async (state) => {
      const { result, times } = await execute(['orders'], { [state]: failing('RowsLost', 1) });
      expect(result).toMatchObject({ status: 'FAILED', error: 'RowsLost' });
      expect(times(state)).toBe(1);
    },
  );

  it('in one source keeps the run from the gate, and the waiting sources from starting', async () => {
    const sources = Array.from({ length: 12 }, (_, at) => `source${at}`);
    const { result, entered, times } = await execute(sources, { Ingest: failing('InputGone', 1) });
    expect(result).toMatchObject({ status: 'FAILED', error: 'InputGone' });
    expect(entered).not.toContain('QualityGate');
    expect(times('Ingest')).toBeLessThan(12);
  });
});

describe('an optional source that cannot be reached', () => {
  it('is left out after its retries, and the run goes on', async () => {
    const Ingest = async (input: unknown) => {
      if (sourceOf(input) === 'stores') throw named('OptionalSourceUnavailable');
    };
    const { result, entered, askedAbout } = await execute(['orders', 'stores'], { Ingest });
    expect(result.status).toBe('SUCCEEDED');
    expect(entered).toEqual(expect.arrayContaining(['LeftOut', 'Aggregate']));
    expect(askedAbout('stores').map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'Ingest'));
  });

  it('is left out at once where it refuses, as another try would change nothing', async () => {
    const Ingest = async (input: unknown) => {
      if (sourceOf(input) === 'stores') throw named('OptionalSourceRefused');
    };
    const { result, entered, askedAbout } = await execute(['orders', 'stores'], { Ingest });
    expect(result.status).toBe('SUCCEEDED');
    expect(entered).toEqual(expect.arrayContaining(['LeftOut', 'Aggregate']));
    expect(askedAbout('stores')).toHaveLength(1);
  });

  it('lets the gate hold the run for another source', async () => {
    const { result } = await execute(['orders', 'stores'], {
      Ingest: async (input) => {
        if (sourceOf(input) === 'stores') throw named('OptionalSourceUnavailable');
      },
      Preprocess: async () => ({ holds: true }),
      Report: async () => ({ ...published, published: false }),
    });
    expect(result).toMatchObject({ error: 'RunHeld' });
  });
});

describe('what takes too long', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
  afterEach(() => jest.useRealTimers());
  const never = () => new Promise<never>(() => {});
  const pass = async (seconds: number) => {
    for (let left = seconds; left > 0; left -= 30) {
      await new Promise((resolve) => setImmediate(resolve));
      await jest.advanceTimersByTimeAsync(30_000);
    }
  };

  it.each(['Ingest', 'Preprocess', 'Aggregate', 'Report'])(
    '%s is given up, tried once more, then fails the run',
    async (state) => {
      const ending = execute(['orders'], { [state]: never });
      await pass(2 * 930 + 60);
      const { result, times } = await ending;
      expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
      expect(times(state)).toBe(2);
    },
  );

  it('a run is given up after six hours', async () => {
    const slowly = async () => {
      await new Promise((resolve) => setTimeout(resolve, 900_000));
      throw named('Lambda.TooManyRequestsException');
    };
    const Preprocess = failing('States.Timeout', 0, { holds: false });
    let left = 19;
    const ending = execute(['orders'], { Ingest: () => (left-- > 0 ? slowly() : Preprocess()), Aggregate: slowly });
    await pass(6 * 3600);
    expect((await ending).result).toEqual({ status: 'TIMED_OUT' });
  });
});
