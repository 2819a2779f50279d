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
  const pattern = new RegExp(`^(?:${source})$`, flags.replace('g', ''));
  const all = pattern.unicode ? lastCodePoint : 0xffff;
  const matched: [number, number][] = [];
  for (let point = 0; point <= all; point++) {
    if (!pattern.test(pattern.unicode ? String.fromCodePoint(point) : String.fromCharCode(point))) continue;
    const last = matched.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else matched.push([point, point]);
  }
  return matched;
}
