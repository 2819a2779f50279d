import { type Bound, bound, boundConstantOf, isWritten, type Places, typeIn } from './bound.ts';
import { ofProduct } from './digits.ts';
import type { Said } from './problem.ts';
import { kindOf, takes } from './signatures.ts';

/** What a function gives otherwise for arguments of these types. */
export function ofTyped(one: Bound, places: Places, above: Bound | undefined): Said {
  const { expression_class, name = '', children, arguments: of } = one;
  if (!/^BOUND_(FUNCTION|AGGREGATE|WINDOW)$/.test(expression_class) || name === '') return undefined;
  // So a subquery gives its one row, or fails; nobody may write these.
  if (/^(first|error)$/.test(name)) return undefined;
  const types = of.map(({ id }) => id);
  if (!takes(name, types)) return ofTypes(name, types);
  if (types.includes('DOUBLE') && children.every((child) => typeBefore(child, places) !== 'DOUBLE'))
    return {
      problem: `${name} of these is of DOUBLEs in DuckDB, and whole or decimal in Trino`,
      mend: name === '/' ? 'write CAST(a AS DOUBLE) / b' : 'CAST one of them AS DOUBLE, or to a smaller DECIMAL',
    };
  const [unit] = children.map((child) => String(boundConstantOf(child)?.value));
  if (/^date_(part|trunc)$/.test(name) && types[1] === 'DATE' && /^(hour|minute|second)$/.test(unit ?? ''))
    return { problem: `a DATE has no ${unit} in Trino`, mend: 'do without it' };
  return ofProduct(one, places) ?? ofMoment(one, places, above);
}

const momentMend = "CAST(… AS DATE), as in CAST(date_trunc('month', x) AS DATE)";

/** What is a TIMESTAMP of a DATE in DuckDB stays a DATE in Trino. */
function ofMoment({ name = '', arguments: of }: Bound, places: Places, above: Bound | undefined): Said {
  const ofDate = (/^[-+]$/.test(name) && of[0]?.id === 'DATE') || (name === 'date_trunc' && of[1]?.id === 'DATE');
  if (!ofDate || (above?.expression_class === 'BOUND_CAST' && isWritten(above, places))) return undefined;
  return { problem: `${name} of a DATE is a TIMESTAMP in DuckDB and a DATE in Trino`, mend: `write ${momentMend}` };
}

function ofTypes(name: string, types: readonly string[]): Said {
  const problem = `${name} of ${types.join(' and ')} is not the same in both`;
  if (types.includes('HUGEINT')) return { problem, mend: 'write CAST(sum(x) AS BIGINT)' };
  return { problem, mend: typeMends[`${name} ${kindOf(types[0] ?? '')}`] ?? typeMends[name] ?? 'do without it' };
}

const dates = "write date_diff('day', a, b), or CAST(a + INTERVAL '1' DAY AS DATE)";
const typeMends: Readonly<Record<string, string>> = {
  'sum double': 'write sum(CAST(round(x, 2) AS DECIMAL(15, 2))), which adds up to the same in any order',
  'avg double': 'write round(CAST(sum(CAST(round(x, 2) AS DECIMAL(15, 2))) AS DOUBLE) / nullif(count(x), 0), 2)',
  'avg decimal': 'write round(CAST(sum(x) AS DOUBLE) / nullif(count(x), 0), n)',
  'sum boolean': 'write count(*) FILTER (WHERE x)',
  '+': dates,
  '-': dates,
  date_diff: "write date_diff('day', CAST(a AS DATE), CAST(b AS DATE))",
};

/** The type before DuckDB made a DOUBLE of it unasked. */
function typeBefore(node: unknown, places: Places): string | undefined {
  const one = bound(node);
  if (one?.expression_class !== 'BOUND_CAST' || isWritten(one, places)) return typeIn(node)?.id;
  return typeIn(one.child)?.id;
}
