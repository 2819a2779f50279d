/** Sets of code points as sorted, disjoint ranges, both ends included. */
export type CodePoints = readonly (readonly [number, number])[];

export const lastCodePoint = 0x10ffff;
const surrogates = [0xd800, 0xdfff] as const;

export function union(...sets: readonly CodePoints[]): CodePoints {
  const merged: [number, number][] = [];
  for (const [from, to] of sets.flat().sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** Everything from 0 to `last` that is not in the set. */
export function complement(set: CodePoints, last = lastCodePoint): CodePoints {
  const starts = [0, ...set.map(([, to]) => to + 1)];
  const ends = [...set.map(([from]) => from - 1), last];
  return starts.flatMap((from, at) => {
    const to = ends[at] ?? last;
    return from <= to ? [[from, to] as const] : [];
  });
}

export const overlaps = (set: CodePoints, from: number, to: number) => set.some(([a, b]) => a <= to && b >= from);

export const hasSurrogates = (set: CodePoints) => overlaps(set, ...surrogates);

/** The set without the halves of surrogate pairs, which no UTF-8 text contains. */
export const withoutSurrogates = (set: CodePoints) => complement(union(complement(set), [surrogates]));

/** The code points that a one-character pattern matches, by asking the JavaScript engine itself. */
export function matchedBy(source: string, flags: string): CodePoints {
  const unicode = flags.includes('u');
  // Many at a time: they stand in their order, so that each match is a range.
  const pattern = new RegExp(`(?:${source}){1,1000}`, flags.includes('g') ? flags : `${flags}g`);
  const runs = [...everything(unicode).matchAll(pattern)];
  return union(runs.map(([run]) => [firstOf(run, unicode), lastOf(run, unicode)] as const));
}

const firstOf = (run: string, unicode: boolean) => (unicode ? run.codePointAt(0) : run.charCodeAt(0)) ?? 0;

function lastOf(run: string, unicode: boolean): number {
  const pair = unicode && run.length > 1 ? (run.codePointAt(run.length - 2) ?? 0) : 0;
  return pair > 0xffff ? pair : run.charCodeAt(run.length - 1);
}

const lines = new Map<boolean, string>();

/** Every character of UTF-8 in its order or, without the flag u, every unit of UTF-16. */
function everything(unicode: boolean): string {
  const known = lines.get(unicode);
  if (known !== undefined) return known;
  let line = '';
  for (let point = 0; point <= (unicode ? lastCodePoint : 0xffff); point++) {
    if (!unicode || point < surrogates[0] || point > surrogates[1]) line += String.fromCodePoint(point);
  }
  lines.set(unicode, line);
  return line;
}
