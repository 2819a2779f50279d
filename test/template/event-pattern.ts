import { z } from 'zod';

const objectSchema = z.record(z.string(), z.unknown());
const matcherSchema = z.union([
  z.string(),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ wildcard: z.string() }),
  z.strictObject({ 'anything-but': z.array(z.string()) }),
]);

/** Whether EventBridge would take the event: as much of its patterns as the rules here use, all else throws. */
export function matchesPattern(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((matcher) => matchesValue(matcherSchema.parse(matcher), value));
  const object = objectSchema.safeParse(value).data ?? {};
  return Object.entries(objectSchema.parse(pattern)).every(([name, inner]) => matchesPattern(inner, object[name]));
}

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
