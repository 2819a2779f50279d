import { z } from 'zod';
import { Failure } from '../failure.ts';
import { type Json, json } from '../json.ts';
import type { Integration, Job, Pattern } from './integration.ts';

const started = z.object({ ExecutionArn: z.string() });
const described = z.looseObject({
  Status: z.string(),
  Input: z.string().optional(),
  Output: z.string().optional(),
});

const execution: Job = {
  look: (answer) => ({ action: 'describeExecution', input: started.parse(answer) }),
  ended: (seen, pattern) => {
    const { Status, Input, Output } = described.parse(seen);
    if (Status === 'RUNNING') return undefined;
    if (Status !== 'SUCCEEDED') throw new Failure('States.TaskFailed', JSON.stringify(seen));
    return { ...seen, Input: payload(Input, pattern), Output: payload(Output, pattern) };
  },
  stop: (answer) => ({ action: 'stopExecution', input: started.parse(answer) }),
};

/** JSON for who asked for `.sync:2`, a text of JSON for others. */
const payload = (text: string | undefined, pattern: Pattern): Json =>
  text !== undefined && pattern === 'sync:2' ? json.parse(JSON.parse(text)) : (text ?? null);

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html */
export const executions: Integration = {
  service: 'states',
  api: 'sfn',
  errors: { prefix: 'StepFunctions', service: 'AWSStepFunctions', other: 'AWSStepFunctionsException' },
  actions: {
    startExecution: {
      patterns: ['request', 'sync', 'sync:2', 'waitForTaskToken'],
      asked: (input, uuid) => ({ Name: uuid(), ...input }),
      job: execution,
    },
  },
};
