import { addressOn, pageKey } from '../core/keys.ts';
import { english } from '../core/language.ts';
import type { Reported } from '../core/manifest.ts';
import { adviceFor } from './advice.ts';
import { type Failure, placeIn } from './failure.ts';

export interface Message {
  readonly subject: string;
  readonly body: string;
}

export interface About {
  readonly run: string;
  readonly batch: string;
  readonly executionArn: string;
  readonly bucketName: string;
  /** The address of the site, where the stage has one. */
  readonly reportsUrl?: string | undefined;
  /** The run whose report holds for the batch; null where there is none, undefined where nobody can tell. */
  readonly holds: string | null | undefined;
}

/** Tells where the report is, whether it is the one that holds, and its headline figures. */
export function publishedMessage(about: About, reported: Partial<Reported>): Message {
  const { run, batch, holds } = about;
  const { page = pageKey(batch, run, 'published'), figures = [], dollars = null } = reported;
  const lines = figures.map(({ title, value, change }) => `${title}: ${value}${change ? ` (${change})` : ''}`);
  const other = typeof holds === 'string' && holds !== run;
  const facts = labelled({
    Batch: batch,
    Run: run,
    Report: placeOf(page, about),
    'Report that holds': other ? holding(about) : holds === run ? 'this one' : undefined,
    Cost: dollars === null ? undefined : `about $${english.cell(dollars, { digits: 4 })} by list prices`,
  });
  const why = other ? 'This report is of other files, or of an earlier attempt, than what lies in incoming/ now.' : '';
  return {
    subject: other ? `${batch}: a report is published, another one holds` : `${batch}: the report is published`,
    body: text([facts, why, lines.join('\n')]),
  };
}

/** Where the report is that holds. */
function holding(about: About): string | undefined {
  const { batch, holds } = about;
  if (holds === undefined) return undefined;
  return holds === null ? 'none yet' : placeOf(pageKey(batch, holds, 'published'), about);
}

/** Where whoever gets the message finds a page. */
export const placeOf = (key: string, { bucketName, reportsUrl }: Pick<About, 'bucketName' | 'reportsUrl'>): string =>
  reportsUrl === undefined ? `s3://${bucketName}/${key}` : addressOn(reportsUrl, key);

/** Tells what ended the run, where and why, what is wrong with the data, and what to do next. */
export function failureMessage(about: About, failure: EndedBadly, problems: readonly string[]): Message {
  const { run, batch, executionArn } = about;
  const { status, step, source, query, error, reason } = failure;
  const held = error === 'RunHeld';
  const redrive = `aws stepfunctions redrive-execution --execution-arn ${executionArn}`;
  const facts = labelled({
    Batch: batch,
    Run: run,
    Source: source,
    Query: query,
    Step: held ? undefined : step,
    Reason: [error, reason?.slice(0, longest)].filter(Boolean).join(': ') || 'Step Functions tells none.',
    'Quality page': held ? placeOf(pageKey(batch, run, 'held'), about) : undefined,
    'Report that holds': holding(about),
  });
  return {
    subject: held
      ? `${batch}: held by the quality gate, nothing published`
      : `${batch}: ${endings[status]}${placeIn(failure)}`,
    body: text([facts, first(problems), `What to do next: ${adviceFor(error, redrive)}`]),
  };
}

export interface EndedBadly extends Failure {
  readonly status: keyof typeof endings;
}

const endings = { FAILED: 'failed', TIMED_OUT: 'took too long', ABORTED: 'was stopped' } as const;

/** In characters; a message is to be read, and the whole of it is in the log. */
const longest = 2000;
/** So a message keeps well within 256 KiB: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const mostProblems = 25;

function first(problems: readonly string[]): string {
  const more = problems.length - mostProblems;
  const lines = problems.slice(0, mostProblems).map((problem) => problem.slice(0, longest));
  return [...lines, ...(more > 0 ? [`And ${english.cell(more)} more: see the quality page.`] : [])].join('\n');
}

const labelled = (facts: Readonly<Record<string, string | undefined>>) =>
  Object.entries(facts)
    .flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []))
    .join('\n');

const text = (paragraphs: readonly string[]) => `${paragraphs.filter(Boolean).join('\n\n')}\n`;
