import { incomingOf, isPlaceholder } from '../core/keys.ts';
import type { InputObject } from '../core/manifest.ts';
import type { Source } from '../core/source.ts';
import type { Clock } from '../core/world.ts';

/** What one source has delivered of a batch so far. */
export interface Delivered {
  readonly source: Source;
  /** Its files in order of delivery, placeholders and markers left out. */
  readonly objects: readonly InputObject[];
  /** What it still lacks: nothing, a file (the sentence says which), or time. */
  readonly lacks: undefined | { readonly file: string } | { readonly seconds: number };
}

export interface Incoming {
  readonly batch: string;
  readonly objects: readonly InputObject[];
}

export interface Patience {
  readonly now: Clock;
  /** Caps `quietFor`. */
  readonly quietAtMostSeconds: number;
}

/** Judges one source of a batch by all objects below `incoming/<batch>/`. */
export function delivered(source: Source, incoming: Incoming, patience: Patience): Delivered {
  const folder = `${incomingOf(incoming.batch)}${source.name}/`;
  const { complete } = source.origin;
  const marker = 'marker' in complete ? `${folder}${complete.marker}` : undefined;
  const there = incoming.objects.filter(({ key }) => key.startsWith(folder));
  const objects = there.filter(({ key }) => key !== marker && !isPlaceholder(key)).sort(byDelivery);
  const lacks = () => {
    if (source.optional && objects.length === 0) return undefined;
    if (marker) return there.some(({ key }) => key === marker) ? undefined : { file: marker };
    const least = 'files' in complete ? complete.files : 1;
    if (objects.length < least) return { file: `${least - objects.length} more in ${folder}` };
    return 'quietFor' in complete ? lacksTime(complete.quietFor, objects, patience) : undefined;
  };
  return { source, objects, lacks: lacks() };
}

function lacksTime(quietFor: number, objects: readonly InputObject[], { now, quietAtMostSeconds }: Patience) {
  const quietSince = Date.parse(objects.at(-1)?.lastModified ?? '');
  const seconds = Math.ceil(Math.min(quietFor, quietAtMostSeconds) - (now().getTime() - quietSince) / 1000);
  return seconds > 0 ? { seconds } : undefined;
}

/** Older first; files of the same moment by key, compared by code unit so that every machine agrees. */
const byDelivery = (a: InputObject, b: InputObject) =>
  Date.parse(a.lastModified) - Date.parse(b.lastModified) || (a.key < b.key ? -1 : 1);
