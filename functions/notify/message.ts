import { pageKey } from '../core/keys.ts';
import type { Reported } from '../core/manifest.ts';
import { adviceFor } from './advice.ts';
import type { Failure } from './failure.ts';

export interface Message {
  readonly subject: string;
  readonly body: string;
}

export interface About {
  readonly run: string;
  readonly batch: string;
  readonly executionArn: string;
  readonly bucketName: string;
}

/** Tells where the report is, and its headline figures. */
export function publishedMessage({ run, batch, bucketName }: About, reported: Partial<Reported>): Message {
  const { page = pageKey(batch, run, 'published'), figures = [] } = reported;
  const lines = figures.map(({ title, value, change }) => `${title}: ${value}${change ? ` (${change})` : ''}`);
  return {
    subject: `${batch}: the report is published`,
    body: text([labelled({ Batch: batch, Run: run, Report: `s3://${bucketName}/${page}` }), lines.join('\n')]),
  };
}

/** Tells what ended the run, where and why, and what to do next. */
export function failureMessage({ run, batch, executionArn, bucketName }: About, failure: EndedBadly): Message {
  const { status, step, source, error, reason } = failure;
  const held = error === 'RunHeld';
  const where = step ? ` in ${step}${source ? ` (${source})` : ''}` : '';
  const facts = labelled({
    Batch: batch,
    Run: run,
    Source: source,
    Step: held ? 'QualityGate' : step,
    Reason: [error, reason?.slice(0, longestReason)].filter(Boolean).join(': ') || 'Step Functions tells none.',
    'Quality page': held ? `s3://${bucketName}/${pageKey(batch, run, 'held')}` : undefined,
  });
  return {
    subject: held ? `${batch}: held by the quality gate, nothing published` : `${batch}: ${endings[status]}${where}`,
    body: text([facts, `What to do next: ${adviceFor(error, executionArn)}`]),
  };
}

export interface EndedBadly extends Failure {
  readonly status: keyof typeof endings;
}

const endings = { FAILED: 'failed', TIMED_OUT: 'took too long', ABORTED: 'was stopped' } as const;

/** In characters; a message is to be read, and the whole of it is in the log. */
const longestReason = 2000;

const labelled = (facts: Readonly<Record<string, string | undefined>>) =>
  Object.entries(facts)
    .flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []))
    .join('\n');

const text = (paragraphs: readonly string[]) => `${paragraphs.filter(Boolean).join('\n\n')}\n`;
