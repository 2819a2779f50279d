import { readChildFailure } from '../functions/core/child-failure.ts';
import { type ReportDocument, reportSchema } from '../functions/core/document.ts';
import { documentKey, manifestKey, pageKey } from '../functions/core/keys.ts';
import { type Manifest, manifestSchema } from '../functions/core/manifest.ts';
import { readStored } from '../functions/core/stored.ts';
import type { Bucket } from '../functions/core/world.ts';
import { messageOf } from '../functions/notify/failure.ts';
import { type Result, readLatest } from '../functions/publishing/latest.ts';
import { inputChanges } from './manifests.ts';
import type { Execution } from './states/service/executions.ts';

/** What became of a batch. `page` is the key of the run's page; a failed run has none. */
export type Outcome =
  | {
      readonly result: Result;
      readonly run: string;
      /** The run whose report holds for the batch; null where none was ever published. */
      readonly holds: string | null;
      readonly page: string;
      readonly report: ReportDocument;
    }
  | { readonly result: 'failed'; readonly run: string; readonly error: string; readonly cause: string }
  | { readonly result: 'waiting' };

/** Looks up how the run ended; a batch without one waits for files. */
export async function outcomeOf(bucket: Bucket, run?: string, execution?: Execution): Promise<Outcome> {
  const manifest = run && (await readStored(manifestSchema, manifestKey(run), bucket));
  if (!manifest) return { result: 'waiting' };
  const { latest } = await readLatest(manifest.batch, bucket);
  const result = latest.ended[run];
  const report = await readStored(reportSchema, documentKey(manifest.batch, run), bucket);
  if (result && report) return { result, run, holds: latest.run, page: pageKey(manifest.batch, run, result), report };
  const end = execution?.end;
  const otherwise = end?.status === 'TIMED_OUT' ? 'States.Timeout' : 'Unknown';
  const { error = otherwise, cause = '' } = end?.status === 'FAILED' ? end : {};
  const child = await readChildFailure(run, error, bucket);
  if (child) return { result: 'failed', run, error: child.error, cause: child.reason };
  return { result: 'failed', run, error, cause: messageOf(cause) ?? '' };
}

/** The manifest that was frozen last for the batch, beside that of the run, whatever became of it. */
export async function manifestBefore(bucket: Bucket, { run, batch }: Manifest): Promise<Manifest | undefined> {
  const keys = (await bucket.list(`runs/${batch}-`)).map(({ key }) => key);
  const manifests = await Promise.all(
    keys.filter((key) => key.endsWith('/manifest.json')).map((key) => readStored(manifestSchema, key, bucket)),
  );
  return manifests
    .flatMap((one) => (one?.batch === batch && one.run !== run ? [one] : []))
    .sort((a, b) => (a.frozenAt < b.frozenAt ? -1 : 1))
    .at(-1);
}

/** Why there is a run after the one before, in words. */
export function reasonsOf(manifest: Manifest, before: Manifest | undefined): string[] {
  if (manifest.waiver) return [`a person accepts it: ${manifest.waiver.reason}`];
  if (!before) return ['it is the first of its batch'];
  const { changed, added, removed } = inputChanges(before, manifest);
  const told = (word: string, keys: readonly string[]) => (keys.length > 0 ? [`${word} ${keys.join(', ')}`] : []);
  const reasons = [
    ...(before.fingerprint === manifest.fingerprint ? [] : ['the definition in pipeline/ changed']),
    ...told('changed:', changed),
    ...told('new:', added),
    ...told('gone:', removed),
  ];
  return reasons.length > 0 ? reasons : ['it is asked for again'];
}
