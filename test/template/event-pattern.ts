import { z } from 'zod';

const objectSchema = z.record(z.string(), z.unknown());
const matcherSchema = z.union([z.string(), z.strictObject({ prefix: z.string() })]);

/** Whether EventBridge would take the event: as much of its patterns as the rules here use, all else throws. */
export function matchesPattern(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((matcher) => matchesValue(matcherSchema.parse(matcher), value));
  const object = objectSchema.safeParse(value).data ?? {};
  return Object.entries(objectSchema.parse(pattern)).every(([name, inner]) => matchesPattern(inner, object[name]));
}

const matchesValue = (matcher: z.infer<typeof matcherSchema>, value: unknown) =>
  typeof matcher === 'string' ? value === matcher : typeof value === 'string' && value.startsWith(matcher.prefix);
