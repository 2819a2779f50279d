import { z } from 'zod';
import { Failure } from '../failure.ts';
import type { Integration, Job } from './integration.ts';

const started = z.object({ QueryExecutionId: z.string() });
const execution = z.object({ QueryExecution: z.looseObject({ Status: z.looseObject({ State: z.string() }) }) });

const query: Job = {
  look: (answer) => ({ action: 'getQueryExecution', input: started.parse(answer) }),
  ended: (seen) => {
    const { State } = execution.parse(seen).QueryExecution.Status;
    if (State === 'QUEUED' || State === 'RUNNING') return undefined;
    if (State !== 'SUCCEEDED') throw new Failure('States.TaskFailed', JSON.stringify(seen));
    return seen;
  },
  stop: (answer) => ({ action: 'stopQueryExecution', input: started.parse(answer) }),
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html */
export const athena: Integration = {
  service: 'athena',
  api: 'athena',
  errors: { prefix: 'Athena', service: 'AmazonAthena', other: 'AmazonAthenaException' },
  actions: {
    startQueryExecution: {
      patterns: ['request', 'sync'],
      asked: (input, uuid) => ({ ClientRequestToken: uuid(), ...input }),
      job: query,
    },
    stopQueryExecution: { patterns: ['request'] },
    getQueryExecution: { patterns: ['request'] },
    getQueryResults: { patterns: ['request'] },
  },
};
