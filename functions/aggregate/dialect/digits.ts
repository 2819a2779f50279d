import { type Bound, bound, boundConstantOf, isWritten, type Places, typeIn } from './bound.ts';
import type { Said } from './problem.ts';

/** Past so many DuckDB fails where no side of a product is wider, and Trino goes on. */
const most = 18;

/** A product of DECIMALs that DuckDB may have no room for, where Trino has. */
export function ofProduct({ name, children, return_type }: Bound, places: Places): Said {
  if (name !== '*' || return_type?.id !== 'DECIMAL' || return_type.type_info?.width !== most) return undefined;
  const digits = children.reduce<number>((sum, child) => sum + digitsOf(child, places), 0);
  if (digits <= most) return undefined;
  const [scale = 0] = children.flatMap((child) => typeIn(child)?.type_info?.scale ?? []);
  return {
    problem: `this product of up to ${Math.ceil(digits)} digits fails in DuckDB past ${most}, and not in Trino`,
    mend: `CAST one of the two to ${most + 1} digits, as in CAST(x AS DECIMAL(${most + 1}, ${scale})), or both to fewer`,
  };
}

/** All digits that it may have, before DuckDB cast it unasked; of a number that is written, less than one for its first. */
function digitsOf(node: unknown, places: Places): number {
  const one = bound(node);
  if (one?.expression_class === 'BOUND_CAST' && !isWritten(one, places)) return digitsOf(one.child, places);
  const { id, type_info } = typeIn(node) ?? {};
  const number = boundConstantOf(node)?.value;
  if (id !== 'DECIMAL' && typeof number === 'number') return Math.log10(Math.max(1, Math.abs(number)));
  return type_info?.width ?? (id === 'INTEGER' ? 10 : 19);
}
