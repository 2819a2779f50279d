import { z } from 'zod';

const matcherSchema = z.union([
  z.string(),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ wildcard: z.string() }),
  z.strictObject({ 'anything-but': z.array(z.string()) }),
]);

/**
 * What a rule takes: as much of the patterns of EventBridge as the rules here use, all else is refused.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export interface EventPattern {
  readonly [name: string]: EventPattern | readonly z.infer<typeof matcherSchema>[];
}
export const eventPattern: z.ZodType<EventPattern> = z.lazy(() =>
  z.record(z.string(), z.union([z.array(matcherSchema), eventPattern])),
);

const anyObject = z.record(z.string(), z.unknown());

/** Whether EventBridge would take the event. */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  const object = anyObject.safeParse(event).data ?? {};
  return Object.entries(pattern).every(([name, inner]) =>
    isList(inner) ? inner.some((one) => matchesValue(one, object[name])) : matchesPattern(inner, object[name]),
  );
}

const isList = (inner: EventPattern[string]): inner is Extract<EventPattern[string], readonly unknown[]> =>
  Array.isArray(inner);

function matchesValue(matcher: z.infer<typeof matcherSchema>, value: unknown): boolean {
  if (typeof matcher === 'string') return value === matcher;
  if (typeof value !== 'string') return false;
  if ('wildcard' in matcher) return anyOf(matcher.wildcard).test(value);
  return 'prefix' in matcher ? value.startsWith(matcher.prefix) : !matcher['anything-but'].includes(value);
}

const anyOf = (wildcard: string) =>
  new RegExp(
    `^${wildcard
      .split('*')
      .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );
