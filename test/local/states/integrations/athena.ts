import { z } from 'zod';
import { jsonServer } from '../../../../local/states/service/json-server.ts';
import { Refusal } from '../../../../local/states/service/refusal.ts';

const start = z.object({ QueryString: z.string(), ClientRequestToken: z.string() });
const about = z.object({ QueryExecutionId: z.string() });

/** What Athena says of a query, whose text is the state that it ends in, or that it stays in. */
export function athena() {
  const stands = new Map<string, string[]>();
  return jsonServer('Athena', {
    StartQueryExecution: (request) => {
      const { QueryString, ClientRequestToken } = start.parse(request);
      if (QueryString === 'syntax') throw new Refusal('InvalidRequestException', 'line 1:1: mismatched input');
      stands.set(ClientRequestToken, ['QUEUED', 'RUNNING', QueryString]);
      return { QueryExecutionId: ClientRequestToken };
    },
    GetQueryExecution: (request) => {
      const { QueryExecutionId } = about.parse(request);
      const [State, ...rest] = stands.get(QueryExecutionId) ?? [];
      if (rest.length > 0) stands.set(QueryExecutionId, rest);
      return { QueryExecution: { QueryExecutionId, Status: { State, SubmissionDateTime: 1_700_000_000.5 } } };
    },
    StopQueryExecution: (request) => {
      stands.set(about.parse(request).QueryExecutionId, ['CANCELLED']);
      return {};
    },
  });
}
