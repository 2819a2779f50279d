import { z } from 'zod';
import { isObject, type Json, type JsonObject, json } from '../../json.ts';
import type { Executions } from '../executions.ts';
import type { Operations } from '../json-server.ts';
import { parsedDefinition } from '../read-machine.ts';
import { refuseTest } from '../refused-test.ts';
import { jsonText } from '../request.ts';
import type { TestResult } from '../test-state.ts';
import { testedState } from '../tested-state.ts';

/** Of one state alone. */
export const testOperations = (executions: Executions): Operations => ({
  TestState: async (request, signal) => {
    const { definition, stateName, inspectionLevel, stateConfiguration, roleArn, ...given } =
      testRequest.parse(request);
    const tested = testedState(definition, stateName);
    const { retrierRetryCount, mapIterationFailureCount: failures, mapItemReaderData: read } = stateConfiguration;
    refuseTest(tested.state, { ...given, roleArn, failures });
    const mock = given.mock && { ...given.mock, failures: failures ?? 0, read };
    const test = { ...given, ...tested, context: given.context, role: roleArn, mock, retries: retrierRetryCount };
    const result = await executions.test(test, signal);
    return { ...told(result), ...(inspectionLevel !== 'INFO' && { inspectionData: inspection(given.input, result) }) };
  },
});

const mock = z.object({
  result: jsonText('ValidationException', 'Mocked result must be valid JSON').optional(),
  errorOutput: z.object({ error: z.string().optional(), cause: z.string().optional() }).optional(),
  fieldValidationMode: z.enum(['STRICT', 'PRESENT', 'NONE']).optional(),
});
const object = (refusal: string) =>
  jsonText(refusal).transform((value, context): JsonObject => {
    if (isObject(value)) return value;
    context.addIssue('is not an object');
    return z.NEVER;
  });
const testRequest = z.object({
  definition: z.string().transform(parsedDefinition),
  stateName: z.string().min(1).optional(),
  roleArn: z.string().optional(),
  input: jsonText('InvalidExecutionInput').default({}),
  inspectionLevel: z.enum(['INFO', 'DEBUG', 'TRACE']).default('INFO'),
  variables: object('ValidationException').default({}),
  context: object('ValidationException').optional(),
  mock: mock.optional(),
  revealSecrets: z.boolean().optional(),
  stateConfiguration: z
    .strictObject({
      retrierRetryCount: z.int().min(0).default(0),
      mapIterationFailureCount: z.int().min(0).optional(),
      mapItemReaderData: z.string().optional(),
      errorCausedByState: z.string().optional(),
    })
    .default({ retrierRetryCount: 0 }),
});

const told = (result: TestResult) => ({
  status: result.status,
  ...('done' in result && { output: JSON.stringify(result.done.output), nextState: result.done.next }),
  ...('failure' in result && { error: result.failure.error, cause: result.failure.cause }),
});

/** Data as text, numbers as they are. */
const inspection = (input: Json, { inspected, handled, variables }: TestResult) => ({
  input: JSON.stringify(input),
  ...Object.fromEntries(
    Object.entries(json.parse(inspected) ?? {}).map(([step, value]) => [
      step,
      /^(max|tolerated)/.test(step) ? value : JSON.stringify(value),
    ]),
  ),
  ...(Object.keys(variables).length > 0 && { variables: JSON.stringify(variables) }),
  ...(handled && { errorDetails: handled }),
});
