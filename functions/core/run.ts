import { createHash } from 'node:crypto';

/** What makes an uploaded object this object: the same bytes uploaded again are the same input. */
export interface InputIdentity {
  readonly source: string;
  readonly key: string;
  readonly size: number;
  readonly etag: string;
}

/**
 * The id of the run of a batch over exactly these inputs, made with this definition: `<batch>-<hash>`,
 * and `<batch>-<hash>_<attempt>` for a rerun on purpose. It names the execution, so it keeps to
 * 80 characters of 0-9 A-Z a-z - _ (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html).
 */
export function runId(batch: string, inputs: readonly InputIdentity[], fingerprint: string, attempt = 1): string {
  const lines = inputs.map(({ source, key, size, etag }) => JSON.stringify([source, key, size, etag])).sort();
  const hash = createHash('sha256')
    .update(JSON.stringify([fingerprint, lines]))
    .digest('hex')
    .slice(0, 16);
  return attemptId(`${batch}-${hash}`, attempt);
}

/** A further attempt of a run. */
export const attemptId = (run: string, attempt: number): string => (attempt === 1 ? run : `${run}_${attempt}`);

/** The name of the batch that a run is of. */
export const batchNameOf = (run: string): string => firstAttempt(run).replace(/-[0-9a-f]{16}$/, '');

/** The run without its attempt: the id that its inputs and its definition make. */
export const firstAttempt = (run: string): string => run.replace(/_\d+$/, '');

/** 1 unless it was done again on purpose. */
export const attemptOf = (run: string): number => Number(/_(\d+)$/.exec(run)?.[1] ?? 1);
