import type { ColumnType } from '../../contract/contract.ts';

/** A number of up to 15 digits, which a double tells from all others, with an exponent. */
const withExponent = String.raw`'-?[0-9](\.[0-9]{1,14})?[eE][-+]?[0-9]+'`;

/**
 * SQL of the text of a number: without an exponent where the column's type is one of exact numbers, which have none. One
 * with further digits than the type keeps its exponent, to be refused.
 */
export function exactText(number: string, type: ColumnType, isNumber = 'true'): string {
  if (type.kind !== 'decimal' && type.kind !== 'integer') return number;
  // With a digit before the point, as the engine writes .5 without one.
  const scale = type.kind === 'decimal' ? Math.min(type.scale, 37) : 0;
  const exact = `TRY_CAST(${number} AS DECIMAL(38, ${scale}))::VARCHAR`;
  // A JSON that is none has no text either: whether it is a number there may not be asked.
  return `CASE WHEN regexp_full_match(${number}, ${withExponent}) IS NOT TRUE THEN ${number}
    WHEN ${isNumber} AND ${exact}::DOUBLE = TRY_CAST(${number} AS DOUBLE) THEN ${exact} ELSE ${number} END`;
}
