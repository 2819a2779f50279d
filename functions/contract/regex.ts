import {
  type CodePoints,
  complement,
  hasSurrogates,
  lastCodePoint,
  matchedBy,
  overlaps,
  union,
  withoutSurrogates,
} from './codepoints.ts';

/** Why a JavaScript pattern has no exact twin in RE2, as the end of a sentence, and the mend. */
export class Untranslatable extends Error {}

/** RE2 refuses a counted repetition past this, nested ones multiplied: https://github.com/google/re2/wiki/Syntax */
const mostRepetitions = 1000;
/** Keeps the compiled program well within the 8 MB that RE2 gives a pattern. */
const mostRanges = 20_000;

const digit: CodePoints = [[0x30, 0x39]];
const word: CodePoints = [...digit, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];
const space: CodePoints = union(
  [0x20, 0xa0, 0x1680, 0x202f, 0x205f, 0x3000, 0xfeff].map((one) => [one, one] as const),
  [
    [0x09, 0x0d],
    [0x2000, 0x200a],
    [0x2028, 0x2029],
  ],
);
const lineEnds: CodePoints = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];
const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 };

/** A piece of RE2, with the size that it compiles to and the deepest product of counted repetitions in it. */
interface Piece {
  readonly re2: string;
  readonly ranges: number;
  readonly repetitions: number;
}

/**
 * The RE2 pattern that matches exactly the texts that the JavaScript pattern matches (as `test` does, anywhere).
 * Everything is spelled out as code points, so none of RE2's own ideas of `.`, `\s`, `$` or case come in.
 * Throws Untranslatable where there is no such pattern.
 */
export function re2Of(pattern: RegExp): string {
  const { source, flags } = pattern;
  const refused = /[myv]/.exec(flags);
  if (refused) throw new Untranslatable(`uses the flag ${refused[0]}, which SQL does not have: write it without`);
  const piece = new Parser(source, flags).whole();
  if (piece.ranges > mostRanges)
    throw new Untranslatable('is too large for SQL: bound the length by .min() and .max() instead');
  // DuckDB 1.5 makes prefix() or suffix() of literals with anchors between them, as if the anchors stood at the ends;
  // an optional character behind the match changes nothing but keeps it from that.
  return /.\\A|\\z.|\(\?:\)/.test(piece.re2) ? `${piece.re2}\\x{0}?` : piece.re2;
}

class Parser {
  private at = 0;
  private readonly unicode: boolean;
  private readonly last: number;

  constructor(
    private readonly source: string,
    private readonly flags: string,
  ) {
    this.unicode = flags.includes('u');
    this.last = this.unicode ? lastCodePoint : 0xffff;
  }

  whole(): Piece {
    return this.disjunction();
  }

  private disjunction(): Piece {
    const alternatives = [this.alternative()];
    while (this.take('|')) alternatives.push(this.alternative());
    return join(alternatives, '|');
  }

  private alternative(): Piece {
    const terms: Piece[] = [];
    while (this.at < this.source.length && !this.sees('|') && !this.sees(')')) terms.push(this.term());
    return join(terms, '');
  }

  private term(): Piece {
    if (this.take('^')) return assertion('\\A');
    if (this.take('$')) return assertion('\\z');
    if (this.take('\\b')) return this.boundary();
    return this.quantified(this.take('(') ? this.group() : this.character());
  }

  private boundary(): Piece {
    if (this.unicode && this.flags.includes('i')) {
      throw new Untranslatable('uses \\b with the flags iu, which SQL reads otherwise: write it without one of them');
    }
    return assertion('\\b');
  }

  private group(): Piece {
    if (/^\?(<?[=!])/.test(this.rest()))
      throw new Untranslatable('looks ahead or behind, which SQL cannot: write a rule');
    const opening = /^\?(:|<[^>]*>)/.exec(this.rest());
    if (!opening && this.sees('?')) throw new Untranslatable('has a group that SQL does not know: write (?:…)');
    this.at += opening?.[0].length ?? 0;
    const inner = this.disjunction();
    this.at += 1;
    return { ...inner, re2: `(?:${inner.re2})` };
  }

  private quantified(piece: Piece): Piece {
    const quantifier = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})/.exec(this.rest());
    if (!quantifier) return piece;
    this.at += quantifier[0].length;
    this.take('?');
    const count = Math.max(Number(quantifier[1] ?? 1), Number(quantifier[2] || 1), 1);
    const repetitions = piece.repetitions * count;
    if (repetitions > mostRepetitions)
      throw new Untranslatable(`repeats more than ${mostRepetitions} times: use .max()`);
    return { re2: piece.re2 + quantifier[0], ranges: piece.ranges * count, repetitions };
  }

  /** One character: a literal, an escape, a class or the dot. */
  private character(): Piece {
    const from = this.at;
    if (this.take('.'))
      return this.piece(this.flags.includes('s') ? [[0, this.last]] : complement(lineEnds, this.last));
    const set = this.take('[') ? this.charactersOfClass() : this.one(false);
    return this.piece(this.flags.includes('i') ? this.anyCase(set, this.source.slice(from, this.at)) : set);
  }

  private piece(set: CodePoints): Piece {
    if (!this.unicode && hasSurrogates(set)) {
      throw new Untranslatable('counts characters like 😀 as two, which SQL does not: add the flag u');
    }
    const written = withoutSurrogates(set);
    return { re2: classOf(written), ranges: written.length + 1, repetitions: 1 };
  }

  private charactersOfClass(): CodePoints {
    const negated = this.take('^');
    const parts: CodePoints[] = [];
    while (!this.take(']')) parts.push(this.classRange());
    const set = union(...parts);
    return negated ? complement(set, this.last) : set;
  }

  private classRange(): CodePoints {
    const low = this.one(true);
    if (!this.sees('-') || this.source[this.at + 1] === ']') return low;
    this.at += 1;
    const high = this.one(true);
    const [from, to] = [only(low), only(high)];
    return from === undefined || to === undefined ? union(low, [[0x2d, 0x2d]], high) : [[from, to]];
  }

  private one(inClass: boolean): CodePoints {
    if (this.take('\\')) return this.escape(inClass);
    const point = this.unicode ? this.source.codePointAt(this.at) : this.source.charCodeAt(this.at);
    if (point === undefined) throw new Untranslatable('ends too early');
    this.at += point > 0xffff ? 2 : 1;
    return [[point, point]];
  }

  private escape(inClass: boolean): CodePoints {
    const hex = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]+)\})/.exec(this.rest());
    if (hex && (this.unicode || !hex[3])) {
      this.at += hex[0].length;
      return this.pair(Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16));
    }
    const property = /^[pP]\{[^}]*\}/.exec(this.rest());
    if (property && this.unicode) {
      this.at += property[0].length;
      return matchedBy(`\\${property[0]}`, 'u');
    }
    const letter = this.source[this.at] ?? '';
    this.at += 1;
    const set = { d: digit, w: word, s: space }[letter.toLowerCase()];
    if (set && /[dws]/.test(letter)) return set;
    if (set) return complement(set, this.last);
    return this.single(letter, inClass);
  }

  /** Two \u escapes that make one character with the flag u. */
  private pair(high: number): CodePoints {
    const low = /^\\u([dD][c-fC-F][0-9a-fA-F]{2})/.exec(this.rest());
    if (!this.unicode || !low?.[1] || high < 0xd800 || high > 0xdbff) return [[high, high]];
    this.at += low[0].length;
    const point = (high - 0xd800) * 0x400 + Number.parseInt(low[1], 16) - 0xdc00 + 0x10000;
    return [[point, point]];
  }

  private single(letter: string, inClass: boolean): CodePoints {
    const control = letter === 'b' && inClass ? 8 : controls[letter];
    const octal = letter === '0' && /^\d/.test(this.rest());
    if (control !== undefined && !octal) return [[control, control]];
    if (/[1-9k]/.test(letter)) throw new Untranslatable('refers back to a group, which SQL cannot: write a rule');
    if (/[0-9A-Za-z]/.test(letter))
      throw new Untranslatable(`uses \\${letter}, which SQL does not know: write it as \\uXXXX`);
    const point = letter.charCodeAt(0);
    return [[point, point]];
  }

  /** Every case of the set's characters, by the rules of JavaScript, which are not those of RE2. */
  private anyCase(set: CodePoints, source: string): CodePoints {
    const plain = !overlaps(set, 0x80, lastCodePoint) && !this.unicode;
    if (!plain) return matchedBy(source, this.flags);
    const shifted = (from: number, to: number, by: number) =>
      set.flatMap(([a, b]) => {
        const [low, high] = [Math.max(a, from), Math.min(b, to)];
        return low <= high ? [[low + by, high + by] as const] : [];
      });
    return union(set, shifted(0x41, 0x5a, 0x20), shifted(0x61, 0x7a, -0x20));
  }

  private rest() {
    return this.source.slice(this.at);
  }

  private sees(text: string) {
    return this.source.startsWith(text, this.at);
  }

  private take(text: string) {
    if (!this.sees(text)) return false;
    this.at += text.length;
    return true;
  }
}

const assertion = (re2: string): Piece => ({ re2, ranges: 1, repetitions: 1 });

const join = (pieces: readonly Piece[], by: string): Piece => ({
  re2: pieces.map(({ re2 }) => re2).join(by),
  ranges: pieces.reduce((sum, { ranges }) => sum + ranges, 0),
  repetitions: Math.max(1, ...pieces.map(({ repetitions }) => repetitions)),
});

const only = (set: CodePoints) => (set.length === 1 && set[0]?.[0] === set[0]?.[1] ? set[0]?.[0] : undefined);

function classOf(set: CodePoints): string {
  if (set.length === 0) return `[^\\x{0}-\\x{10FFFF}]`;
  const single = only(set);
  if (single !== undefined) return written(single);
  return `[${set.map(([from, to]) => (from === to ? written(from) : `${written(from)}-${written(to)}`)).join('')}]`;
}

const written = (point: number) => {
  const text = String.fromCodePoint(point);
  return /^[0-9A-Za-z]$/.test(text) ? text : `\\x{${point.toString(16).toUpperCase()}}`;
};
