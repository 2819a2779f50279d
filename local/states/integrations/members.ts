import type { NormalizedSchema } from '@smithy/core/schema';
import { z } from 'zod';
import { runtimeError } from '../failure.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

/** A member of the API, as Step Functions calls it: `stateMachineArn` is `StateMachineArn`. */
export const pascal = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** The member that Step Functions calls so; it spells abbreviations as Java does, `SseKmsKeyId`. */
const memberOf = (schema: NormalizedSchema, key: string) =>
  Object.keys(schema.getMemberSchemas()).find(
    (name) => key.charAt(0) === pascal(name).charAt(0) && key.toLowerCase() === name.toLowerCase(),
  );

/** The names in a value that the API has no member for, with where they stand. */
export function unknownMembers(schema: NormalizedSchema, value: JsonObject): string[] {
  return Object.keys(value).filter((key) => memberOf(schema, key) === undefined);
}

/** A parameter as the SDK takes it; throws States.Runtime where the API has none of that name. */
export function toSdk(schema: NormalizedSchema, value: Json): unknown {
  if (value === null) return undefined;
  if (schema.isDocumentSchema()) return value;
  if (schema.isStructSchema() && isObject(value)) return structToSdk(schema, value);
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.map((one) => toSdk(schema.getValueSchema(), one));
  }
  if (schema.isMapSchema() && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toSdk(schema.getValueSchema(), one)]));
  }
  if (schema.isTimestampSchema()) return new Date(z.union([z.string(), z.number()]).parse(value));
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (schema.isBlobSchema()) return Buffer.from(text);
  return schema.isStringSchema() ? text : value;
}

function structToSdk(schema: NormalizedSchema, value: JsonObject) {
  const [unknown] = unknownMembers(schema, value);
  if (unknown !== undefined) throw runtimeError(`The field '${unknown}' is not supported by Step Functions`);
  const members = schema.getMemberSchemas();
  const entries = Object.entries(value).flatMap(([key, one]) => {
    const name = memberOf(schema, key);
    const member = name === undefined ? undefined : members[name];
    return name !== undefined && member ? [[name, toSdk(member, one)]] : [];
  });
  return Object.fromEntries(entries);
}

/** How a time is told. */
export type Timestamps = (date: Date) => Json;

const record = z.record(z.string(), z.unknown());
const list = z.array(z.unknown());
const leaf = z.json();
/** A body that is not read yet. */
const stream = z.object({
  transformToByteArray: z.custom<() => Promise<Uint8Array>>((it) => typeof it === 'function'),
});

/** An answer of the SDK, as Step Functions tells it: in order of the names, without what is undefined. */
export async function fromSdk(schema: NormalizedSchema, value: unknown, times: Timestamps): Promise<Json> {
  if (schema.isUnitSchema()) return {};
  if (value instanceof Date) return times(value);
  if (value instanceof Uint8Array) return textOf(value);
  if (schema.isBlobSchema() && typeof value === 'object') {
    return textOf(await stream.parse(value).transformToByteArray());
  }
  if (schema.isStructSchema()) {
    const said = record.parse(value);
    const members = Object.entries(schema.getMemberSchemas()).filter(([name]) => said[name] !== undefined);
    const entries = members
      .map(([name, member]) => ({ name: pascal(name), told: fromSdk(member, said[name], times) }))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map(async ({ name, told }) => [name, await told]);
    return Object.fromEntries(await Promise.all(entries));
  }
  if (schema.isListSchema()) {
    return Promise.all(list.parse(value).map((one) => fromSdk(schema.getValueSchema(), one, times)));
  }
  if (schema.isMapSchema()) {
    const entries = Object.entries(record.parse(value)).map(async ([key, one]) => [
      key,
      await fromSdk(schema.getValueSchema(), one, times),
    ]);
    return Object.fromEntries(await Promise.all(entries));
  }
  return leaf.parse(typeof value === 'bigint' ? Number(value) : value);
}

/** Bytes as text, in base64 where they are none. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('base64');
  }
}
