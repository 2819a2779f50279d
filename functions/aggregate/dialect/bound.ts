import { z } from 'zod';
import { reader } from './reader.ts';

const typeSchema = z.looseObject({
  id: z.string(),
  type_info: z.looseObject({ width: z.number().optional(), scale: z.number().default(0) }).optional(),
});
const boundSchema = z.looseObject({
  expression_class: z.string(),
  query_location: z.number().optional(),
  return_type: typeSchema.optional(),
  name: z.string().optional(),
  alias: z.string().optional(),
  children: z.array(z.unknown()).default([]),
  arguments: z.array(typeSchema).default([]),
  child: z.unknown().optional(),
});
/** A node of a bound plan, whatever it is. */
export type Bound = z.infer<typeof boundSchema>;
export const bound = reader('expression_class', boundSchema);

/** Where the query itself says what the plan says again. */
export interface Places {
  /** Of the casts that are written. */
  readonly casts: ReadonlySet<number>;
  /** Of a function, by its name and the column that it is of. */
  readonly call: (name: string, of: string | undefined) => number | undefined;
}

/** Unasked, it has the place of what it casts; a DATE '…' has none. */
export function isWritten({ query_location: at, child }: Bound, { casts }: Places): boolean {
  return at === undefined ? isConstant(child) : casts.has(at) && bound(child)?.query_location !== at;
}

export const isLiteral = ({ query_location: at, child }: Bound, to: string) =>
  isConstant(child) && (/^(DATE|TIMESTAMP)$/.test(to) || (to === 'BOOLEAN' && at === undefined));

export const digitsOf = (from: Bound | undefined) =>
  from?.children[1] === undefined ? 0 : Number(boundConstantOf(from.children[1])?.value ?? Infinity);
export const typeIn = (node: unknown) => bound(node)?.return_type ?? boundConstantOf(node)?.type;
const isConstant = (node: unknown) => bound(node)?.expression_class === 'BOUND_CONSTANT';
const readConstant = reader('value', z.object({ value: z.looseObject({ type: typeSchema, value: z.unknown() }) }));
export const boundConstantOf = (node: unknown) => readConstant(node)?.value;
