import { type AST, RegExpParser } from '@eslint-community/regexpp';
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
  const unicode = flags.includes('u');
  const { alternatives } = new RegExpParser().parsePattern(source, 0, source.length, { unicode });
  const piece = new Translation(flags).disjunction(alternatives);
  if (piece.ranges > mostRanges)
    throw new Untranslatable('is too large for SQL: bound the length by .min() and .max() instead');
  // DuckDB 1.5 makes prefix() or suffix() of literals with anchors between them, as if the anchors stood at the ends;
  // an optional character behind the match changes nothing but keeps it from that.
  return /.\\A|\\z.|\(\?:\)/.test(piece.re2) ? `${piece.re2}\\x{0}?` : piece.re2;
}

class Translation {
  private readonly unicode: boolean;
  private readonly last: number;

  constructor(private readonly flags: string) {
    this.unicode = flags.includes('u');
    this.last = this.unicode ? lastCodePoint : 0xffff;
  }

  disjunction(alternatives: readonly AST.Alternative[]): Piece {
    const pieces = alternatives.map(({ elements }) =>
      join(
        elements.map((element) => this.element(element)),
        '',
      ),
    );
    return join(pieces, '|');
  }

  private element(element: AST.Element): Piece {
    switch (element.type) {
      case 'Assertion':
        return this.assertion(element);
      case 'Quantifier':
        return this.quantified(element);
      case 'Group':
      case 'CapturingGroup':
        return this.group(element);
      case 'Backreference':
        throw new Untranslatable('refers back to a group, which SQL cannot: write a rule');
      case 'ExpressionCharacterClass': // of the flag v, which is refused
        throw new Untranslatable(`uses ${element.raw}, which SQL does not know: write a plain class`);
      default:
        return this.character(element);
    }
  }

  private assertion({ kind, raw }: AST.Assertion): Piece {
    if (kind === 'start') return assertion('\\A');
    if (kind === 'end') return assertion('\\z');
    if (kind !== 'word') throw new Untranslatable('looks ahead or behind, which SQL cannot: write a rule');
    if (raw === '\\B') throw new Untranslatable('uses \\B, which SQL reads otherwise: write a rule');
    if (this.unicode && this.flags.includes('i')) {
      throw new Untranslatable('uses \\b with the flags iu, which SQL reads otherwise: write it without one of them');
    }
    return assertion('\\b');
  }

  private group(group: AST.Group | AST.CapturingGroup): Piece {
    if ('modifiers' in group && group.modifiers)
      throw new Untranslatable('has a group that SQL does not know: write (?:…)');
    const inner = this.disjunction(group.alternatives);
    return { ...inner, re2: `(?:${inner.re2})` };
  }

  private quantified({ element, min, max }: AST.Quantifier): Piece {
    const piece = this.element(element);
    const count = Math.max(min, Number.isFinite(max) ? max : 1, 1);
    const repetitions = piece.repetitions * count;
    if (repetitions > mostRepetitions)
      throw new Untranslatable(`repeats more than ${mostRepetitions} times: use .max()`);
    return { re2: piece.re2 + timesOf(min, max), ranges: piece.ranges * count, repetitions };
  }

  /** One character: a literal, an escape, a class or the dot. */
  private character(node: AST.Character | AST.CharacterSet | AST.CharacterClass): Piece {
    const set = this.setOf(node);
    const isDot = node.type === 'CharacterSet' && node.kind === 'any';
    return this.piece(this.flags.includes('i') && !isDot ? this.anyCase(set, node.raw) : set);
  }

  private piece(set: CodePoints): Piece {
    if (!this.unicode && hasSurrogates(set)) {
      throw new Untranslatable('counts characters like 😀 as two, which SQL does not: add the flag u');
    }
    const written = withoutSurrogates(set);
    return { re2: classOf(written), ranges: written.length + 1, repetitions: 1 };
  }

  private setOf(node: AST.Character | AST.CharacterSet | AST.CharacterClass | AST.CharacterClassRange): CodePoints {
    switch (node.type) {
      case 'Character':
        return [[node.value, node.value]];
      case 'CharacterClassRange':
        return [[node.min.value, node.max.value]];
      case 'CharacterSet':
        return this.named(node);
      case 'CharacterClass': {
        const set = union(...node.elements.map((one) => this.setOf(plainElement(one))));
        return node.negate ? complement(set, this.last) : set;
      }
    }
  }

  private named(node: AST.CharacterSet): CodePoints {
    switch (node.kind) {
      case 'any':
        return this.flags.includes('s') ? [[0, this.last]] : complement(lineEnds, this.last);
      case 'property':
        return matchedBy(node.raw, 'u');
      default: {
        const set = { digit, word, space }[node.kind];
        return node.negate ? complement(set, this.last) : set;
      }
    }
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
}

/** Sets of strings come with the flag v alone, which is refused. */
function plainElement(element: AST.CharacterClassElement) {
  if (element.type === 'Character' || element.type === 'CharacterSet' || element.type === 'CharacterClassRange')
    return element;
  throw new Untranslatable(`uses ${element.raw}, which SQL does not know: write a plain class`);
}

function timesOf(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
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
