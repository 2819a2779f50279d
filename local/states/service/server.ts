import type { Server } from 'node:http';
import type { Executions } from './executions.ts';
import { jsonServer } from './json-server.ts';
import { operationsOn } from './operations.ts';

/** Step Functions, so that its clients speak to it. Whoever calls has it listen. */
export const serverOf = (executions: Executions): Server => jsonServer('Step Functions', operationsOn(executions));
