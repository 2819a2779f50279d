import { z } from 'zod';
import { isObject, type Json, json } from '../states/json.ts';

/** Paths of EventBridge: members, and no more of JSONPath. */
const path = z.string().regex(/^\$(\.[\w-]+)*$/, 'is no path like $.detail.object.key');

export const inputTransformer = z.strictObject({
  InputPathsMap: z.record(z.string(), path).default({}),
  InputTemplate: z.string(),
});

/** What a target is handed of an event: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
export function transformed({ InputPathsMap, InputTemplate }: z.infer<typeof inputTransformer>, event: Json): Json {
  const value = (name: string) => memberAt(event, InputPathsMap[name] ?? '') ?? null;
  const text = InputTemplate.replace(/"(?:[^"\\]|\\.)*"|<([\w.-]+)>/g, (found, name?: string) =>
    name === undefined
      ? found.replace(/<([\w.-]+)>/g, (_, inner: string) => inText(value(inner)))
      : JSON.stringify(value(name)),
  );
  return json.parse(JSON.parse(text));
}

const inText = (value: Json) => JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1);

const memberAt = (event: Json, said: string): Json | undefined =>
  said
    .split('.')
    .slice(1)
    .reduce<Json | undefined>((at, name) => (isObject(at) ? at[name] : undefined), event);
