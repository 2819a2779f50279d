import { z } from 'zod';
import { parsed } from './json.ts';
import type { Visit } from './visits.ts';

const plain = z.union([z.string(), z.number()]).transform(String);
/** Names that people give to what an item is. */
const named = z
  .object({ source: plain, name: plain, id: plain, key: plain, orderId: plain })
  .partial()
  .transform(({ source, name, id, key, orderId }) => source ?? name ?? id ?? key ?? orderId);

/** What an item of a Map is called: by what it says of itself, or by its number. Nothing outside of a Map. */
export function itemOf({ item, input }: Visit): string | undefined {
  if (item === undefined) return undefined;
  const value = parsed(input);
  return plain.safeParse(value).data ?? named.safeParse(value).data ?? `#${item}`;
}
