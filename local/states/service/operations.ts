import type { Executions } from './executions.ts';
import type { Operations } from './json-server.ts';
import { activityOperations } from './operations/activities.ts';
import { executionOperations } from './operations/executions.ts';
import { machineOperations } from './operations/machines.ts';
import { mapRunOperations } from './operations/map-runs.ts';
import { taskOperations } from './operations/tasks.ts';
import { testOperations } from './operations/test-state.ts';

/** The operations of the service: https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export const operationsOn = (executions: Executions): Operations =>
  keeping(executions, {
    ...machineOperations(executions),
    ...executionOperations(executions),
    ...mapRunOperations(executions),
    ...activityOperations(executions),
    ...taskOperations(executions),
    ...testOperations(executions),
  });

/** Each, with what it has done kept before it is answered. */
const keeping = (executions: Executions, operations: Operations): Operations =>
  Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      async (request, signal) => {
        const answer = await operation(request, signal);
        await executions.kept();
        return answer;
      },
    ]),
  );
