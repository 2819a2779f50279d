import { z } from 'zod';
import { definitionOf } from '../../deployment/distributed.ts';
import { errorNames, serviceErrors } from '../../functions/core/errors.ts';
import { distributedOf } from '../../functions/definition/distributed.ts';
import { checkDefinition, machineOf, readDefinition } from '../../local/definition.ts';
import { isTask, statesOf } from '../../local/states/walk.ts';

type Validate = (definition: object) => { readonly isValid: boolean; readonly errorsText: () => string };
const validate = jest.requireActual<Validate>('asl-validator');

const plain = readDefinition();
const distributed = definitionOf({
  distributed: distributedOf({ fromBytes: 1000 }),
  report: { title: 'Shop', figures: [], tables: [] },
  sources: [],
});

describe.each([
  ['as it is written', plain],
  ['where sources are read in parts', distributed],
])('the state machine, %s,', (_, said) => {
  const definition = z.record(z.string(), z.unknown()).parse(said);
  const states = [...statesOf(machineOf(definition))];
  const tasks = states.filter(isTask);
  const matchers = states.flatMap(({ name, state }) =>
    [...('Retry' in state ? (state.Retry ?? []) : []), ...('Catch' in state ? (state.Catch ?? []) : [])].map(
      (rule) => ({
        name,
        rule,
      }),
    ),
  );

  it('is valid Amazon States Language', async () => {
    const { isValid, errorsText } = validate(await checkDefinition(definition, async () => []));
    expect(isValid ? '' : errorsText()).toBe('');
  });

  it('says in each state what it is for', () => {
    for (const { state } of [{ state: definition }, ...states]) expect(state.Comment).toMatch(/^[A-Z][^.]+$/);
  });

  it('knows every error that it names', () => {
    const known: readonly string[] = [...errorNames, ...serviceErrors];
    const named = matchers.flatMap(({ rule }) => rule.ErrorEquals);
    expect(
      [...named, ...states.flatMap(({ state }) => (state.Type === 'Fail' ? (state.Error ?? []) : []))].filter(
        (error) => !known.includes(error),
      ),
    ).toEqual([]);
  });

  it('waits longer from try to try, never too long, and not in step with others', () => {
    for (const { state } of tasks) {
      expect(state.Retry).not.toHaveLength(0);
      for (const rule of state.Retry ?? []) {
        expect(rule).toMatchObject({ JitterStrategy: 'FULL', MaxDelaySeconds: expect.any(Number) });
        expect(rule.BackoffRate).toBeGreaterThan(1);
      }
    }
  });

  it('catches nothing but an optional source, so that a redrive continues where a run failed', () => {
    const caught = states.flatMap(({ name, state }) => ('Catch' in state ? [[name, state.Catch]] : []));
    expect(caught).toEqual([
      [
        'Ingest',
        [
          {
            ErrorEquals: ['OptionalSourceUnavailable', 'OptionalSourceRefused'],
            ResultPath: null,
            Next: 'LeftOut',
          },
        ],
      ],
    ]);
  });

  it('tries nothing again that was refused', () => {
    expect(matchers.flatMap(({ rule }) => rule.ErrorEquals)).not.toContain('SourceRefused');
  });

  it('ends in time, whatever happens', () => {
    expect(definition).toMatchObject({ TimeoutSeconds: expect.any(Number) });
    for (const { state } of tasks) expect(state.TimeoutSeconds).toBeGreaterThan(0);
  });
});
