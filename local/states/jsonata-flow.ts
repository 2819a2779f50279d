import { z } from 'zod';
import type { State } from './definition.ts';
import { evaluated, expressionIn } from './expressions/jsonata.ts';
import type { Scope } from './expressions/scope.ts';
import { queryError } from './failure.ts';
import type { Flow, Left } from './flow.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { outOfRange } from './ranges.ts';
import { isDistributed, isWorking } from './walk.ts';

/** `Arguments`, `Output`, `Assign` and `$states`. */
export function jsonataFlow(state: State, input: Json, { context, variables, step }: Scope): Flow {
  const see = (more: JsonObject = {}, extra: JsonObject = {}) => ({
    states: { input, context: { ...context, ...extra }, ...more },
    variables: variables.all(),
  });
  const left = async (
    assign: JsonObject | undefined,
    output: Json | undefined,
    plain: Json,
    more: JsonObject,
  ): Promise<Left> => {
    const assigned = assign === undefined ? {} : await evaluated(assign, 'Assign', see(more));
    return {
      output: output === undefined ? plain : await evaluated(output, 'Output', see(more)),
      assigned: isObject(assigned) ? assigned : {},
    };
  };
  const typed = async (value: Json, field: string, ...types: string[]) => {
    const result = await evaluated(value, field, see());
    const found = typeName(result);
    if (types.includes(found)) return result;
    throw queryError(
      textOf(value),
      field,
      `returned an unexpected result type. Expected '${types.join("' or '")}', but was '${found}' for value: ${JSON.stringify(result)}`,
    );
  };
  return {
    language: 'JSONata',
    argument: async () => {
      const said = 'Arguments' in state ? state.Arguments : undefined;
      const argument = said === undefined ? input : await evaluated(said, 'Arguments', see());
      step?.('afterArguments', argument);
      return argument;
    },
    leave: (result) => {
      step?.('result', result);
      return left(
        'Assign' in state ? state.Assign : undefined,
        'Output' in state ? state.Output : undefined,
        isWorking(state) ? result : input,
        isWorking(state) ? { result } : {},
      );
    },
    leaveBy: (rule, error) =>
      left(
        rule.Assign,
        rule.Output,
        error === undefined ? input : { ...error },
        error === undefined ? {} : { errorOutput: { ...error } },
      ),
    count: async (part, field) => {
      const value = part[field];
      if (value === undefined) return undefined;
      const number = z.number().parse(await typed(asJson(value), field, 'number'));
      const isWhole = Number.isInteger(number) || field === 'ToleratedFailurePercentage';
      const problem = isWhole ? outOfRange(field, number) : `${field} must be an integer.`;
      if (problem === undefined) return number;
      throw queryError(textOf(value), field, `returned ${number}. ${problem}`);
    },
    text: async (part, field) => {
      const value = part[field];
      return value === undefined ? undefined : z.string().parse(await typed(asJson(value), field, 'string'));
    },
    filled: (template, field, more) => evaluated(template, field, see({}, more)),
    items: async () => {
      if (state.Type !== 'Map' || state.Items === undefined) return input;
      return typed(state.Items, 'Items', 'array', ...(isDistributed(state) ? ['object'] : []));
    },
    holds: async ({ Condition }) => {
      if (typeof Condition === 'boolean') return Condition;
      return z.boolean().parse(await typed(asJson(Condition), 'Choices/Condition', 'boolean'));
    },
  };
}

/** An expression, or what stands in its place. */
const textOf = (value: unknown) => (typeof value === 'string' ? (expressionIn(value) ?? value) : JSON.stringify(value));

const asJson = (value: unknown): Json => z.json().parse(value);

const typeName = (value: Json) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
