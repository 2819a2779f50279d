import { wholeText } from '../../../functions/core/whole-text.ts';
import { QueryFailed } from './engine.ts';

/** A value of DuckDB, a text as `inWhole` has it, as Athena prints one of that type; nothing for NULL. */
export function printed(value: unknown, type: string): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (type === 'DOUBLE') return javaDouble(Number(value));
  if (type === 'TIMESTAMP') return withMilliseconds(String(value));
  if (type === 'VARCHAR') return wholeText.parse(value);
  if (/^(BOOLEAN|DATE|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|DECIMAL\(.*\))$/.test(type)) return String(value);
  throw new QueryFailed(`NOT_SUPPORTED: the local Athena cannot print a value of type ${type}: cast it`);
}

function withMilliseconds(timestamp: string) {
  const [seconds = '', fraction = ''] = timestamp.split('.');
  return `${seconds}.${fraction.padEnd(3, '0')}`;
}

/** https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Double.html#toString(double) */
function javaDouble(value: number) {
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0 || (size >= 1e-3 && size < 1e7)) return withPoint(String(value));
  const two = value.toExponential(1);
  const [digits = '', exponent = ''] = (Number(two) === value ? two : value.toExponential()).split('e');
  return `${withPoint(digits)}E${Number(exponent)}`;
}

const withPoint = (number: string) => (/^-?\d+$/.test(number) ? `${number}.0` : number);
