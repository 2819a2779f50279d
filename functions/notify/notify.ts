import { z } from 'zod';
import { readChildFailure } from '../core/child-failure.ts';
import type { ErrorName } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { documentKey, pageKey } from '../core/keys.ts';
import { reportedSchema, runInput } from '../core/manifest.ts';
import { problemLines, qualitySchema } from '../core/quality.ts';
import { batchNameOf } from '../core/run.ts';
import { readStored } from '../core/stored.ts';
import type { Bucket, History, Log, Publish, SendMail } from '../core/world.ts';
import { readLatest } from '../publishing/latest.ts';
import { type Failure, findFailure, messageOf } from './failure.ts';
import { letterOf, toldSchema } from './letter.tsx';
import { type About, failureMessage, placeOf, publishedMessage } from './message.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html; input and output are JSON in text. */
export const statusChangeSchema = z.object({
  detail: z.object({
    executionArn: z.string(),
    name: z.string(),
    status: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
    input: z.string().nullish(),
    output: z.string().nullish(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});
type StatusChange = z.infer<typeof statusChangeSchema>;

export interface NotifyWorld {
  /** The pipeline's name, which the subject begins with. */
  readonly name: string;
  readonly bucketName: string;
  /** The address of the site, where the stage has one. */
  readonly reportsUrl?: string | undefined;
  readonly bucket: Pick<Bucket, 'read'>;
  readonly history: History;
  readonly publish: Publish;
  /** Sends the report itself too; undefined where the stage has none sent. */
  readonly mail?: SendMail | undefined;
  /** In which the report is written. */
  readonly locale: string;
  readonly log: Log;
}

/** Tells the end of an execution, whatever it is, in one plain-text message: what happened, where, why, and what to do. */
export async function notify({ detail }: StatusChange, world: NotifyWorld): Promise<void> {
  const { name: run, executionArn, status, error, input, output } = detail;
  const batch = jsonText(runInput).safeParse(input).data?.batch ?? batchNameOf(run);
  const { bucketName, reportsUrl } = world;
  const about = { run, batch, executionArn, bucketName, reportsUrl, holds: await holdsIn(batch, world) };
  const { subject, body } =
    status === 'SUCCEEDED'
      ? publishedMessage(about, jsonText(reportedSchema).safeParse(output).data ?? {})
      : failureMessage(about, { status, ...(await failureOf(detail, world)) }, await problemsOf(about, error, world));
  const unsent = await mailed({ run, batch }, { subject: `${world.name} ${subject}`, text: body }, world);
  await world.publish(plain(`${world.name} ${subject}`), unsent === undefined ? body : `${body}\n${unsent}\n`);
}

/**
 * Sends the page of a run by e-mail, where it ended with one. What kept it from being sent is told in the message, as a
 * message that comes is better than one that is tried again.
 */
async function mailed(
  { run, batch }: Pick<About, 'batch' | 'run'>,
  letter: { readonly subject: string; readonly text: string },
  { mail, bucket, bucketName, reportsUrl, locale, log }: NotifyWorld,
): Promise<string | undefined> {
  if (!mail) return undefined;
  try {
    const told = await readStored(toldSchema, documentKey(batch, run), bucket);
    const key = told && pageKey(batch, run, told.result);
    const page = key && (await bucket.read(key));
    if (!page) return undefined;
    const place = placeOf(key, { bucketName, reportsUrl });
    await mail({
      ...letter,
      html: letterOf(told, { locale, place }),
      attachments: [{ name: `${batch}.html`, content: page.text }],
    });
    return undefined;
  } catch (problem) {
    log.error('The report could not be mailed', { run, reason: String(problem) });
    return `The report could not be mailed: ${String(problem)}`;
  }
}

/** The run whose report holds now; undefined where nobody can tell. */
async function holdsIn(batch: string, { bucket, log }: NotifyWorld): Promise<string | null | undefined> {
  try {
    return (await readLatest(batch, bucket)).latest.run;
  } catch (problem) {
    log.warn('Which report holds could not be read', { reason: String(problem) });
    return undefined;
  }
}

/** What holds a held run, a line each; none where nobody can tell. */
async function problemsOf(
  { batch, run }: Pick<About, 'batch' | 'run'>,
  error: string | null | undefined,
  { bucket, log }: NotifyWorld,
): Promise<string[]> {
  if (error !== ('RunHeld' satisfies ErrorName)) return [];
  try {
    const document = await readStored(documentSchema, documentKey(batch, run), bucket);
    return problemLines(document?.quality ?? []);
  } catch (problem) {
    log.warn('What held the run could not be read', { reason: String(problem) });
    return [];
  }
}

/** Of `report.json`, what is told. */
const documentSchema = z.object({
  quality: z.array(qualitySchema.pick({ source: true, problems: true, leftOut: true })),
});

/** From the history, else from the event: a message that tells less is better than none. */
async function failureOf(
  { name, executionArn, error, cause }: StatusChange['detail'],
  world: NotifyWorld,
): Promise<Failure> {
  const told = { error: error ?? undefined, reason: messageOf(cause ?? undefined) };
  try {
    const found = await findFailure(executionArn, world.history);
    const failure = { ...found, error: found.error ?? told.error, reason: found.reason ?? told.reason };
    return { ...failure, ...(await readChildFailure(name, failure.error, world.bucket)) };
  } catch (problem) {
    world.log.warn('The history could not be read', { execution: executionArn, reason: String(problem) });
    return told;
  }
}

/** A subject is less than 100 characters of ASCII: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const plain = (subject: string) => subject.replace(/[^\x20-\x7e]/gu, '?').slice(0, 99);
