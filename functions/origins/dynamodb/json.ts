import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * An item as a line of JSON: numbers with all their digits, sets as arrays in a stable order, maps as objects, binary as
 * Base64. Attributes are in order of their names, so that the same item is the same text.
 */
export const itemLine = (item: Readonly<Record<string, AttributeValue>>): string => `${mapText(item)}\n`;

const mapText = (map: Readonly<Record<string, AttributeValue>>): string => {
  const names = Object.keys(map).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${textOf(map[name])}`).join(',')}}`;
};

function textOf(value: AttributeValue | undefined): string {
  if (value?.S !== undefined) return JSON.stringify(value.S);
  if (value?.N !== undefined) return numberText(value.N);
  if (value?.BOOL !== undefined) return String(value.BOOL);
  if (value?.NULL !== undefined) return 'null';
  if (value?.M !== undefined) return mapText(value.M);
  if (value?.L !== undefined) return listText(value.L.map(textOf));
  if (value?.B !== undefined) return base64(value.B);
  if (value?.SS !== undefined) return listText([...value.SS].sort().map((one) => JSON.stringify(one)));
  if (value?.NS !== undefined) return listText([...value.NS].sort(bySize).map(numberText));
  if (value?.BS !== undefined) return listText(value.BS.map(base64).sort());
  throw new TypeError(`DynamoDB has a type that is not known here: ${Object.keys(value ?? {}).join()}.`);
}

const listText = (values: readonly string[]) => `[${values.join(',')}]`;

const base64 = (bytes: Uint8Array) => `"${Buffer.from(bytes).toString('base64')}"`;

/** DynamoDB's numbers have up to 38 digits: never through a double. What JSON does not take for a number is text. */
const numberText = (number: string) =>
  /^-?(0|[1-9]\d*)(\.\d+)?(e[-+]?\d+)?$/i.test(number) ? number : JSON.stringify(number);

/** Where doubles cannot tell two numbers apart, their texts do. */
const bySize = (a: string, b: string) => Number(a) - Number(b) || (a < b ? -1 : 1);
