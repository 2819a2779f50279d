import { incomingOf, isData } from '../core/keys.ts';
import type { InputObject } from '../core/manifest.ts';
import type { Window } from '../core/window.ts';
import type { Clock } from '../core/world.ts';
import type { Source } from '../definition/define-source.ts';
import { settledAt } from '../origins/pulled.ts';
import type { Complete, UploadOrigin } from '../origins/upload/options.ts';

/** What one source has delivered of a batch so far. */
export interface Delivered {
  readonly source: Source;
  /** Its files in order of delivery, placeholders and markers left out; none where it is pulled. */
  readonly objects: readonly InputObject[];
  /** Whether it is part of the run: an optional upload without a file is not. */
  readonly present: boolean;
  /** What the run has to wait for: a file (the sentence says which), time, or the end of the batch's period. */
  readonly lacks?: { readonly file: string } | { readonly seconds: number } | { readonly opens: string } | undefined;
  /** What it lacked at its deadline, and what becomes of the run therefore. */
  readonly late?: { readonly lacks: string; readonly action: 'partial' | 'fail' };
}

export interface Incoming {
  readonly batch: string;
  readonly window: Window;
  readonly objects: readonly InputObject[];
}

export interface Patience {
  readonly now: Clock;
  /** Caps `quietFor`. */
  readonly quietAtMostSeconds: number;
}

/** Judges one source of a batch: an upload by all objects below `incoming/<batch>/`, a pulled one by the time alone. */
export function delivered(source: Source, incoming: Incoming, patience: Patience): Delivered {
  const { origin } = source;
  if (origin.kind === 'upload') return uploaded({ source, origin }, incoming, patience);
  return {
    source,
    objects: [],
    present: true,
    lacks: lacksEnd(settledAt(origin, incoming.window), incoming, patience),
  };
}

/** Longer than that before a period ends, nobody looks again on its behalf: the schedule does when it is over. */
const scheduledSeconds = 900;

function lacksEnd(settled: Date, { window }: Incoming, { now }: Patience): Delivered['lacks'] {
  const secondsTo = (moment: Date) => Math.ceil((moment.getTime() - now().getTime()) / 1000);
  if (secondsTo(new Date(window.to)) > scheduledSeconds) return { opens: window.to };
  const seconds = secondsTo(settled);
  return seconds > 0 ? { seconds } : undefined;
}

interface Upload {
  readonly source: Source;
  readonly origin: UploadOrigin;
}

/** What is uploaded past a deadline comes file by file, so the whole batch has to be quiet before a source of it is late. */
const lateQuietSeconds = 120;

function uploaded({ source, origin: { complete } }: Upload, incoming: Incoming, patience: Patience): Delivered {
  const folder = `${incomingOf(incoming.batch)}${source.name}/`;
  const there = incoming.objects.filter(({ key }) => key.startsWith(folder));
  const marker = 'marker' in complete ? `${folder}${complete.marker}` : undefined;
  const objects = there.filter(({ key }) => key !== marker && isData(key)).sort(byDelivery);
  const of = { source, objects, present: objects.length > 0 || !source.optional };
  const batchQuiet = () => lacksTime(lateQuietSeconds, [...incoming.objects].sort(byDelivery), patience);

  const file = missingFile(complete, folder, { there, files: objects.length });
  if (file === undefined) {
    return {
      ...of,
      lacks: 'quietFor' in complete ? lacksTime(complete.quietFor.seconds, objects, patience) : undefined,
    };
  }
  const deadline = deadlineOf(source, incoming);
  const isLate = deadline !== undefined && patience.now().getTime() >= deadline;
  if (!of.present) return { ...of, lacks: deadline === undefined ? undefined : isLate ? batchQuiet() : { file } };
  if (!isLate) return { ...of, lacks: { file } };
  const action = objects.length > 0 && source.late?.action === 'partial' ? 'partial' : 'fail';
  return { ...of, lacks: batchQuiet(), late: { lacks: file, action } };
}

interface There {
  readonly there: readonly InputObject[];
  /** How many of these hold rows. */
  readonly files: number;
}

function missingFile(complete: Complete, folder: string, { there, files }: There): string | undefined {
  if ('marker' in complete) {
    const key = `${folder}${complete.marker}`;
    return there.some((object) => object.key === key) ? undefined : key;
  }
  const least = 'files' in complete ? complete.files : 1;
  return files < least ? `${least - files} more in ${folder}` : undefined;
}

/** In milliseconds since 1970; undefined where the source is waited for without end. */
const deadlineOf = ({ late }: Source, { window }: Incoming): number | undefined =>
  late && late.action !== 'wait' ? Date.parse(window.to) + late.after.seconds * 1000 : undefined;

function lacksTime(quietFor: number, objects: readonly InputObject[], { now, quietAtMostSeconds }: Patience) {
  const quietSince = Date.parse(objects.at(-1)?.lastModified ?? '');
  const seconds = Math.ceil(Math.min(quietFor, quietAtMostSeconds) - (now().getTime() - quietSince) / 1000);
  return seconds > 0 ? { seconds } : undefined;
}

/** Older first; files of the same moment by key, compared by code unit so that every machine agrees. */
const byDelivery = (a: InputObject, b: InputObject) =>
  Date.parse(a.lastModified) - Date.parse(b.lastModified) || (a.key < b.key ? -1 : 1);
