import { z } from 'zod';
import type { Execution } from './history.ts';
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
  return item === undefined ? undefined : (nameIn(input) ?? `#${item}`);
}

const batch = z.object({ Items: z.array(z.unknown()).min(1) });

/** What a child execution is called: by what its item says of itself, the first of a batch, or by its name. */
export function childName({ name, input }: Pick<Execution, 'name' | 'input'>): string {
  const items = batch.safeParse(parsed(input)).data?.Items;
  if (!items) return nameIn(input) ?? name;
  const first = nameIn(JSON.stringify(items[0])) ?? name;
  return items.length === 1 ? first : `${first} and ${items.length - 1} more`;
}

function nameIn(input: string | undefined): string | undefined {
  const value = parsed(input);
  return plain.safeParse(value).data ?? named.safeParse(value).data;
}
