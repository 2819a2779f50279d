import type { Manifest } from '../functions/core/manifest.ts';

/** What of the uploads of a run is not as it was in another, by key. */
export interface InputChanges {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Compares the uploads of two runs by their content. */
export function inputChanges(before: Manifest, now: Manifest): InputChanges {
  const [old, own] = [etagsOf(before), etagsOf(now)];
  return {
    changed: [...own.keys()].filter((key) => old.has(key) && old.get(key) !== own.get(key)),
    added: [...own.keys()].filter((key) => !old.has(key)),
    removed: [...old.keys()].filter((key) => !own.has(key)),
  };
}

const etagsOf = ({ sources }: Manifest) =>
  new Map(sources.flatMap(({ objects }) => objects.map(({ key, etag }) => [key, etag] as const)));
