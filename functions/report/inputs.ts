import type { Batch } from '../core/batch.ts';
import type { ReportDocument } from '../core/document.ts';
import { parseIncoming } from '../core/keys.ts';
import type { InputObject } from '../core/manifest.ts';
import type { Quality } from '../core/quality.ts';
import { windowOf } from '../core/window.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import type { PulledOrigin } from '../origins/origins.ts';
import type { RunFacts } from './run-facts.ts';

/** An uploaded object as one execution met it. */
export const inputOf = ({ key, lastModified, versionId }: InputObject) => ({
  key,
  lastModified,
  versionId: versionId ?? null,
});

/** The origin of a source that is pulled; undefined for an upload. */
export function pulledOrigin(name: string, { sources }: Pipeline): PulledOrigin | undefined {
  const origin = sources.find((one) => one.name === name)?.origin;
  return origin?.kind === 'upload' ? undefined : origin;
}

/** What a source was pulled from, and what of it; nothing for an upload. */
export function pulledOf(
  { quality, snapshot }: RunFacts['sources'][number],
  batch: Batch,
  pipeline: Pipeline,
): ReportDocument['pulled'] {
  const origin = pulledOrigin(quality.source, pipeline);
  if (!origin) return [];
  const bytes = snapshot?.objects.reduce((sum, { size }) => sum + size, 0) ?? null;
  return [
    {
      source: quality.source,
      kind: origin.kind,
      place: origin.place,
      ...(origin.windowed ? windowOf(batch, pipeline.timeZone) : { from: null, to: null }),
      rows: snapshot ? quality.read : null,
      bytes,
      digest: snapshot?.digest ?? null,
      files: quality.files.flatMap(({ file, sha256 }) => (sha256 === undefined ? [] : [{ file, sha256 }])),
    },
  ];
}

/** What was read of the object: its file by its full key, its name in the source's folder, or its raw key. */
export function readFrom(key: string, { files }: Quality, snapshot: RunFacts['sources'][number]['snapshot']) {
  const raw = snapshot?.objects.find(({ origin }) => origin === key)?.key;
  const names = [key, parseIncoming(key)?.file, raw];
  const file = files.find((one) => names.includes(one.file));
  return { rows: file && file.fault === null ? file.rows : null, sha256: file?.sha256 ?? null };
}
