import { z } from 'zod';
import type { Executions } from '../executions.ts';
import type { Operations } from '../json-server.ts';
import { jsonText, reason } from '../request.ts';

/** What whoever has the token of a task can say. */
export const taskOperations = ({ callbacks }: Executions): Operations => ({
  SendTaskSuccess: (request) => {
    const { taskToken, output } = successRequest.parse(request);
    callbacks.succeed(taskToken, output);
    return {};
  },
  SendTaskFailure: (request) => {
    const { taskToken, error, cause } = failureRequest.parse(request);
    callbacks.fail(taskToken, error, cause);
    return {};
  },
  SendTaskHeartbeat: (request) => {
    callbacks.beat(tokenRequest.parse(request).taskToken);
    return {};
  },
});

const tokenRequest = z.object({ taskToken: z.string() });
const successRequest = tokenRequest.extend({ output: jsonText('InvalidOutput') });
const failureRequest = tokenRequest.extend(reason);
