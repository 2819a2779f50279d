import { z } from 'zod';

const withMessage = z.looseObject({ message: z.string() });

/** The message of whatever was thrown. */
export const messageOf = (error: unknown) => withMessage.safeParse(error).data?.message ?? String(error);

const refused = 'a function refuses a value';
/** The kinds of the engine's errors, and what one means that says nothing below. */
const kinds: readonly (readonly [string, string])[] = [
  ['Conversion', refused],
  ['Invalid Input', refused],
  ['Invalid', refused],
  ['Out of Range', 'a result is out of range'],
  ['Divide by Zero', 'a number is divided by nothing'],
  ['Invalid Type', refused],
  ['Mismatch Type', refused],
  ['Constraint', refused],
  ['Not implemented', refused],
  ['Serialization', refused],
  ['Binder', 'the SQL is at fault'],
  ['Catalog', 'the SQL is at fault'],
  ['IO', 'a file cannot be read or written'],
  ['Out of Memory', 'there is not enough memory'],
  ['INTERNAL', 'the engine fails'],
];

const ofCast = 'a CAST meets a value that is not of its type; TRY_CAST makes it NULL';
/** How the engine begins what it says, and what that means. */
const sayings: readonly (readonly [RegExp, string])[] = [
  [/out of range/, 'a result or a value is out of range of its type'],
  [/^(Could not convert|Type |Casting value|Failed to cast|Unimplemented type for cast)/, ofCast],
  [/^(invalid )?(date|timestamp|time|interval) field/, ofCast],
  [/^Athena gives /, 'Athena gives a value of another type than DuckDB; CAST it, so that both give the same'],
  [/^Malformed JSON/, 'a text that is no JSON is read as JSON; json_valid tells'],
  [/^Could not parse string/, 'strptime meets a text of another form; try_strptime makes it NULL'],
  [/^Could not decode string/, 'from_base64 meets a text that is no base64'],
];

/**
 * What the engine says of an error, in one line; where values are not to be seen, its kind and what that means, in
 * words that stand here, as any text of the engine may quote a value.
 */
export function told(error: unknown, hidden: boolean): string {
  const [line = ''] = messageOf(error).split('\n');
  if (!hidden) return line;
  const [kind, otherwise] = kinds.find(([one]) => line.startsWith(`${one} Error: `)) ?? ['Unknown', refused];
  const said = line.slice(`${kind} Error: `.length);
  const meaning = sayings.find(([begins]) => begins.test(said))?.[1] ?? otherwise;
  return `${kind} Error: ${meaning} (no value is shown, as a column is sensitive)`;
}
