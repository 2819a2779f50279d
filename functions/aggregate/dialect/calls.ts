import { z } from 'zod';
import type { Said } from './problem.ts';
import { reader } from './reader.ts';
import { constantOf } from './select.ts';
import { others, signatures } from './signatures.ts';
import { mends } from './words.ts';

const callSchema = z.looseObject({
  type: z.string(),
  function_name: z.string(),
  children: z.array(z.unknown()).default([]),
  distinct: z.boolean().default(false),
  order_bys: z.looseObject({ orders: z.array(z.unknown()).default([]) }).optional(),
  offset_expr: z.unknown().optional(),
});
type Call = z.infer<typeof callSchema>;
export const callOf = reader('function_name', callSchema);

/** The interval that DuckDB makes of INTERVAL '6' DAY, and how it does. */
export const intervals = /^to_(years|months|days|hours|minutes|seconds)$/;
const units: Readonly<Record<string, RegExp>> = {
  date_part: /^(year|quarter|month|week|day|doy|hour|minute|second)$/,
  date_trunc: /^(year|quarter|month|week|day|hour|minute|second)$/,
  date_diff: /^day$/,
};

/** What a call, as it is written, gives otherwise in Trino. */
export function ofCall(call: Call, rounded: boolean): Said {
  const { function_name: name, children, distinct, order_bys } = call;
  if (!(name in signatures) && !others.includes(name) && !intervals.test(name))
    return { problem: `${name} is not known to both`, mend: mends[name] ?? 'do without it' };
  if ((order_bys?.orders ?? []).length > 0)
    return { problem: `ORDER BY in ${name} is not known to be the same in both`, mend: 'do without it' };
  if (distinct && (call.type !== 'FUNCTION' || children.length > 1))
    return { problem: 'DISTINCT stands here in DuckDB alone', mend: 'count rows of a WITH' };
  if (name !== 'nullif' && children.some((one) => constantOf(one)?.is_null))
    return { problem: `${name} of NULL has no type in Trino`, mend: 'write NULL alone, or CAST(NULL AS …)' };
  if (name === 'avg' && !rounded)
    return {
      problem: 'avg has other last digits in Trino',
      mend: 'write round(avg(x), n) of integers, or round(CAST(sum(x) AS DOUBLE) / nullif(count(x), 0), n)',
    };
  return ofArguments(name, children, call);
}

const numberIn = (node: unknown) => {
  const value = constantOf(node)?.value;
  return typeof value === 'number' ? value : undefined;
};
const castOf = reader('cast_type', z.object({ type: z.literal('OPERATOR_CAST'), child: z.unknown() }));

function ofArguments(name: string, children: readonly unknown[], { offset_expr }: Call): Said {
  const [first, second, third] = children;
  const unit = units[name];
  const written = String(constantOf(first)?.value ?? '…');
  if (unit && !unit.test(name === 'date_part' ? written.toLowerCase() : written)) return ofUnit(name, written);
  if (/^([/%]|mod)$/.test(name) && !isNeverZero(second))
    return { problem: `${name} by 0 fails in Trino`, mend: 'divide by nullif(…, 0)' };
  if (
    /^substr(ing)?$/.test(name) &&
    !((numberIn(second) ?? 0) >= 1 && (third === undefined || (numberIn(third) ?? -1) >= 0))
  )
    return { problem: 'substr counts otherwise below 1', mend: 'write the place and the length as numbers, from 1' };
  if (/^[lr]pad$/.test(name) && !((numberIn(second) ?? 0) >= 1 && constantOf(third)?.value))
    return { problem: `${name} of these is not the same in both`, mend: `write ${name}(x, 3, '0')` };
  if (name === 'replace' && !constantOf(second)?.value)
    return { problem: "replace of '' is not the same in both", mend: 'write what to replace as a text' };
  if (name === 'round' && second !== undefined && !((numberIn(second) ?? -1) >= 0))
    return { problem: 'round to fewer than 0 digits is not the same in both', mend: 'write the digits as a number' };
  if (offset_expr !== undefined && !((numberIn(offset_expr) ?? -1) >= 0))
    return { problem: `${name} takes another row by such a number`, mend: 'write the offset as a number' };
  return undefined;
}

function ofUnit(name: string, unit: string): Said {
  if (name === 'date_part')
    return {
      problem: `extract(${unit.toUpperCase()} …) is not the same in both`,
      mend: 'extract YEAR, QUARTER, MONTH, WEEK, DAY, DOY, HOUR, MINUTE or SECOND',
    };
  if (name === 'date_diff')
    return { problem: `date_diff counts other units in another way`, mend: "write date_diff('day', …)" };
  return {
    problem: `${name} to a ${unit} is not the same in both`,
    mend: "write the unit in small letters, as 'month'",
  };
}

/** Also where a CAST stands around it. */
function isNeverZero(node: unknown): boolean {
  const value = numberIn(node);
  if (value !== undefined) return value !== 0;
  const cast = castOf(node);
  if (cast) return isNeverZero(cast.child);
  const call = callOf(node);
  return call?.function_name === 'nullif' && numberIn(call.children[1]) === 0;
}
