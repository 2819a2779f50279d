import type { Said } from './problem.ts';
import { kindOf } from './signatures.ts';

/** Casts that both make unasked, to the same value. */
const unasked =
  /^(NULL>.+|int>(int|decimal|double)|decimal>(decimal|double)|date>timestamp|(text|boolean|double|date|timestamp)>same)$/;
/** Casts that are written and give the same. */
const written =
  /^(NULL>.+|int>(int|decimal|double|text)|decimal>(int|decimal|double)|boolean>(int|text)|date>(timestamp|text)|timestamp>date|(text|boolean|double|date|timestamp)>same)$/;

/** A cast by its types, as DuckDB names them. */
export interface Cast {
  readonly from: string;
  readonly to: string;
  /** The function whose result it casts, and to how many digits that rounds. */
  readonly of?: string | undefined;
  readonly digits?: number | undefined;
  /** Digits behind the point that it casts to, and from. */
  readonly scale?: number | undefined;
  /** All digits that it casts to. */
  readonly width?: number | undefined;
  readonly fromScale?: number | undefined;
  readonly fromWidth?: number | undefined;
}

const keyOf = ({ from, to }: Cast) => {
  const [one, other] = [kindOf(from), kindOf(to)];
  return `${one}>${one === other && !/^(int|decimal)$/.test(one) ? 'same' : other}`;
};

/** What is wrong with a cast that is written. */
export function ofWritten(cast: Cast): Said {
  const key = keyOf(cast);
  if (written.test(key)) return undefined;
  if (key === 'double>int' && (/^(floor|ceil)$/.test(cast.of ?? '') || (cast.of === 'round' && cast.digits === 0)))
    return undefined;
  // Past 15 digits a DOUBLE has none that are its own, and each engine makes up others.
  const { digits = Infinity, scale = 0, width = Infinity } = cast;
  if (key === 'double>decimal' && cast.of === 'round' && digits <= scale && width <= 15) return undefined;
  const { from, to } = cast;
  return {
    problem: `a CAST of ${from} to ${to} is not the same in both`,
    mend: mends[key] ?? 'let the row of its source say the type',
  };
}

const ofText = 'let the row of its source say the type, as decimal(12, 2) or z.int(), and have the texts delivered so';

const mends: Readonly<Record<string, string>> = {
  'double>int': 'write CAST(floor(x) AS BIGINT), or CAST(round(x) AS BIGINT)',
  'double>decimal':
    'write CAST(round(x, 2) AS DECIMAL(15, 2)), rounded to no more digits than it has, which are 15 at most',
  'double>text': 'leave it a number, which the report writes by its locale',
  'decimal>text': 'leave it a number, which the report writes by its locale',
  'text>decimal': ofText,
  'text>double': ofText,
  'text>int': ofText,
  'timestamp>text': 'leave it a time, or write CAST(CAST(x AS DATE) AS VARCHAR)',
};

/** What is wrong with a cast that DuckDB makes unasked. */
export function ofUnasked(cast: Cast): Said {
  const { from, to } = cast;
  if (from === 'HUGEINT' && kindOf(to) === 'decimal')
    return { problem: 'a sum of integers is wider in DuckDB than in Trino', mend: 'write CAST(sum(x) AS BIGINT)' };
  if (from === 'DECIMAL' && to === 'DECIMAL' && isCut(cast))
    return { problem: 'digits of this DECIMAL are lost in DuckDB', mend: 'CAST both to a DECIMAL of as many digits' };
  if (unasked.test(keyOf(cast))) return undefined;
  return { problem: `${from} is taken for ${to} unasked, which Trino refuses`, mend: mendFor(kindOf(from), to) };
}

/** Of digits before the point, Trino keeps all up to 38, as DuckDB does where it casts to more than 18. */
function isCut({ fromScale = 0, fromWidth = 0, scale = 0, width = 0 }: Cast): boolean {
  return fromScale > scale || (width <= 18 && fromWidth - fromScale > width - scale);
}

function mendFor(from: string, to: string): string {
  if (from !== 'text') return `write CAST(x AS ${to})`;
  return /^(DATE|TIMESTAMP)$/.test(to)
    ? `write ${to} '…'`
    : 'write the value without quotes, or CAST the other AS VARCHAR';
}
