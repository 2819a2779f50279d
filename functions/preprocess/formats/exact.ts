import type { ColumnType } from '../../contract/contract.ts';

/** A number as a double may be written, with fewer than a hundred zeros between its digits and the point. */
const withExponent = String.raw`'(-?)([0-9]+)\.?([0-9]*)[eE]([-+]?0*[0-9]{1,2})'`;
const zeros = `repeat('0', 99)`;

/** SQL of the text of a number: without an exponent where the column's type is one of exact numbers, which have none. */
export function exactText(number: string, { kind }: ColumnType, isNumber = 'true'): string {
  if (kind !== 'decimal' && kind !== 'integer') return number;
  const part = (nth: number) => `regexp_extract(${number}, ${withExponent}, ${nth})`;
  const digits = `(${zeros} || ${part(2)} || ${part(3)} || ${zeros})`;
  const whole = `(99 + length(${part(2)}) + ${part(4)}::INTEGER)`;
  const written = `${part(1)} || left(${digits}, ${whole}) || '.' || substr(${digits}, ${whole} + 1)`;
  // A JSON that is none has no text either: whether it is a number there may not be asked.
  return `CASE WHEN (regexp_matches(${number}, '[eE]') AND regexp_full_match(${number}, ${withExponent})) IS NOT TRUE THEN ${number}
    WHEN ${isNumber} THEN regexp_replace(${written}, '^(-?)0*([0-9]+\\.[0-9]+?)0*$', '\\1\\2') ELSE ${number} END`;
}
