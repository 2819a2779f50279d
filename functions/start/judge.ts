import type { Batch } from '../core/batch.ts';
import { incomingOf } from '../core/keys.ts';
import type { Manifest } from '../core/manifest.ts';
import { runId } from '../core/run.ts';
import { windowOf } from '../core/window.ts';
import type { Bucket } from '../core/world.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import { type Delivered, delivered, type Patience } from './delivered.ts';
import type { Draft } from './freeze.ts';
import { refuseTooLarge } from './size.ts';

export interface JudgeWorld extends Patience {
  readonly bucket: Pick<Bucket, 'list'>;
  readonly pipeline: Pipeline;
  /** Of the folder `pipeline/`. */
  readonly fingerprint: string;
}

/** How a batch stands: it is due, or waits for files, for the end of its period, for time; or nothing of it is there. */
export type Judgement =
  | { readonly due: Draft }
  | { readonly files: readonly string[] }
  | { readonly opens: string }
  | { readonly seconds: number }
  | { readonly nothing: true };

/** Judges a batch by what it has in `incoming/` and by the time, and by nothing else. Throws InputTooLarge. */
export async function judge(batch: Batch, world: JudgeWorld): Promise<Judgement> {
  const { bucket, pipeline } = world;
  const objects = await bucket.list(incomingOf(batch.name));
  const incoming = { batch: batch.name, window: windowOf(batch, pipeline.timeZone), objects };
  const all = pipeline.sources.map((source) => delivered(source, incoming, world));

  // What fails the run does so alone, and whatever the others lack: the run would be worth nothing.
  const failing = all.filter(({ late }) => late?.action === 'fail');
  if (failing.length > 0) return lacking(failing) ?? { due: draftOf(batch, failing, world) };
  const waiting = lacking(all);
  if (waiting) return waiting;
  const present = all.filter((one) => one.present);
  return present.length > 0 ? { due: draftOf(batch, present, world) } : { nothing: true };
}

/** What must come first of all that is lacking. */
function lacking(all: readonly Delivered[]): Exclude<Judgement, { due: unknown }> | undefined {
  const files = all.flatMap(({ source, lacks }) => (lacks && 'file' in lacks ? [`${source.name}: ${lacks.file}`] : []));
  if (files.length > 0) return { files };
  const [opens] = all.flatMap(({ lacks }) => (lacks && 'opens' in lacks ? [lacks.opens] : []));
  if (opens) return { opens };
  const seconds = Math.max(0, ...all.map(({ lacks }) => (lacks && 'seconds' in lacks ? lacks.seconds : 0)));
  return seconds > 0 ? { seconds } : undefined;
}

/** A complete batch as the run that it would be; throws InputTooLarge. */
function draftOf(batch: Batch, present: readonly Delivered[], { pipeline, fingerprint }: JudgeWorld): Draft {
  for (const one of present) refuseTooLarge(one, batch.name, pipeline);
  const sources = present.map(({ source, objects }) => ({ name: source.name, objects: [...objects] }));
  const names = new Set(sources.map(({ name }) => name));
  const inputs = sources.flatMap(({ name, objects }) => objects.map((object) => ({ source: name, ...object })));
  const late = present.flatMap(({ source, late }) => (late ? [{ source: source.name, ...late }] : []));
  return {
    run: runId(batch.name, [...inputs, ...late.map(asInput)], fingerprint),
    batch,
    sources,
    absent: pipeline.sources.flatMap(({ name, optional }) => (optional && !names.has(name) ? [name] : [])),
    ...(late.length > 0 && { late }),
  };
}

/** What is lacking counts as well: the same files are another run once it is said that they are all. */
const asInput = ({ source, lacks, action }: NonNullable<Manifest['late']>[number]) => ({
  source,
  key: lacks,
  size: 0,
  etag: action,
});
