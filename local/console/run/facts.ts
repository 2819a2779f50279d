import type { z } from 'zod';
import { type ReportDocument, reportSchema } from '../../../functions/core/document.ts';
import { documentKey, manifestKey, pageKey, qualityKey } from '../../../functions/core/keys.ts';
import { type Manifest, manifestSchema, runInput } from '../../../functions/core/manifest.ts';
import { type Quality, qualitySchema } from '../../../functions/core/quality.ts';
import { readLatest } from '../../../functions/publishing/latest.ts';
import { type CodeOfRun, codeKey, codeSchema } from './code-of-run.ts';
import type { Execution } from './history.ts';
import { parsed } from './json.ts';
import { standingOf } from './run.ts';

/** What the bucket has of a run of the pipeline. */
export interface RunFacts {
  readonly run: string;
  readonly batch: string;
  readonly manifest: Manifest | undefined;
  /** Of the sources whose rows are counted. */
  readonly quality: readonly Quality[];
  readonly report: ReportDocument | undefined;
  /** What it was made with, of a run on this machine. */
  readonly code: CodeOfRun | undefined;
  /** The key of its page, of a run that ended with one. */
  readonly page: string | undefined;
}

/** Reads the text of an object; undefined where there is none. */
export type Read = (key: string) => Promise<string | undefined>;

/** What an execution is of; undefined where it is none of the pipeline. */
function runOf({ input, mapRunArn }: Execution): z.infer<typeof runInput> | undefined {
  return mapRunArn === undefined ? runInput.safeParse(parsed(input)).data : undefined;
}

export async function readFacts(execution: Execution, read: Read): Promise<RunFacts | undefined> {
  const own = runOf(execution);
  if (!own) return undefined;
  const { run, batch } = own;
  const standing = standingOf(execution);
  const isOver = standing === 'SUCCEEDED' || standing === 'HELD';
  const [manifest, code, report] = await Promise.all([
    readAs(manifestSchema, manifestKey(run), read),
    readAs(codeSchema, codeKey(run), read),
    isOver ? readAs(reportSchema, documentKey(batch, run), read) : undefined,
  ]);
  return {
    run,
    batch,
    manifest,
    code,
    report,
    quality: report?.quality ?? (await readQuality(run, manifest, read)),
    page: report ? pageKey(batch, run, standing === 'HELD' ? 'held' : 'published') : undefined,
  };
}

async function readQuality(run: string, manifest: Manifest | undefined, read: Read): Promise<Quality[]> {
  const sources = manifest?.sources ?? [];
  const all = await Promise.all(sources.map(({ name }) => readAs(qualitySchema, qualityKey(run, name), read)));
  return all.flatMap((one) => one ?? []);
}

/** The last run before this one that was published: of its batch, or the one that it is compared with. */
export async function lastGood({ run, batch, manifest }: RunFacts, read: Read): Promise<RunFacts | undefined> {
  const bucket = { read: async (key: string) => withEtag(await read(key)) };
  const { latest } = await readLatest(batch, bucket);
  const good =
    latest.run !== null && latest.run !== run ? { run: latest.run, batch } : (manifest?.comparedWith ?? undefined);
  if (!good) return undefined;
  const [before, code, report] = await Promise.all([
    readAs(manifestSchema, manifestKey(good.run), read),
    readAs(codeSchema, codeKey(good.run), read),
    readAs(reportSchema, documentKey(good.batch, good.run), read),
  ]);
  const page = pageKey(good.batch, good.run, 'published');
  return { ...good, manifest: before, code, report, quality: report?.quality ?? [], page };
}

const withEtag = (text: string | undefined) => (text === undefined ? undefined : { text, etag: '' });

/** Undefined where there is no such object, or one of another version. */
async function readAs<T extends z.ZodType>(schema: T, key: string, read: Read): Promise<z.infer<T> | undefined> {
  return schema.safeParse(parsed(await read(key))).data;
}
