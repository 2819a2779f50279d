import { z } from 'zod';
import { jsonText } from '../../functions/core/json.ts';
import { batchNameOf } from '../../functions/core/run.ts';

/** A line that a function wrote. */
export interface Line {
  /** ISO. */
  readonly at: string;
  readonly step: string;
  readonly level: string;
  /** Of which source it speaks, if of one. */
  readonly source: string | undefined;
  readonly text: string;
}

/** What CloudWatch has of a line. */
export interface Written {
  readonly timestamp: number;
  readonly step: string;
  readonly message: string;
}

/** What powertools and the runtime write in each line; what is left are facts. */
const written = jsonText(
  z.looseObject({
    level: z.string(),
    message: z.unknown(),
    function_request_id: z.string().optional(),
    requestId: z.string().optional(),
  }),
);
const around = /^(level|message|timestamp|service|step|sampling_rate|cold_start|function_.*|xray_trace_id|requestId)$/;

/** The lines of a run, in order: those that name it, and all that was written for the same request. What it is called is told once. */
export function linesOf(run: string, all: readonly Written[]): Line[] {
  const asked = { run, batch: batchNameOf(run) };
  const names = new RegExp(`${run}(?![_0-9a-z])`);
  const read = all.flatMap((one) => {
    const line = written.safeParse(one.message.trim()).data;
    if (!line) return [];
    const request = line.function_request_id ?? line.requestId;
    return [{ ...one, line, request, named: names.test(one.message) }];
  });
  const requests = new Set(read.flatMap(({ named, request }) => (named && request ? [request] : [])));
  return read
    .filter(({ named, request }) => named || (request !== undefined && requests.has(request)))
    .sort((a, b) => a.timestamp - b.timestamp)
    .map(({ timestamp, step, line: { level, message, ...rest } }) => ({
      at: new Date(timestamp).toISOString(),
      step,
      level,
      source: sourceSchema.safeParse(rest).data?.source,
      text: [said(message), factsOf(rest, asked).join('; ')].filter(Boolean).join(': '),
    }));
}

const sourceSchema = z.looseObject({ source: z.string() });

const said = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

type Facts = Readonly<Record<string, unknown>>;
const factsOf = (rest: Facts, asked: Facts): string[] =>
  Object.entries(rest)
    .filter(([name, value]) => !around.test(name) && value !== undefined && asked[name] !== value)
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : said(value)}`);
