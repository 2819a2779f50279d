/** Seconds until a server wants to be asked again, from the headers of an answer; undefined where they do not say. */
export function secondsAsked(headers: Headers, now: Date): number | undefined {
  const [first] = ['retry-after', ...resets].flatMap((name) => secondsUntil(headers.get(name), now) ?? []);
  return first ?? secondsUntil(fieldOf(headers, /(?:^|[;,\s])(?:t|reset)=(\d+)/), now);
}

/** Whether the headers say that a limit is used up, as GitHub says beside a 403. */
export const isSpent = (headers: Headers): boolean =>
  headers.has('retry-after') ||
  remaining.some((name) => Number(headers.get(name) ?? Number.NaN) === 0) ||
  Number(fieldOf(headers, /(?:^|[;,\s])(?:r|remaining)=(\d+)/) ?? Number.NaN) === 0;

const prefixes = ['x-ratelimit-', 'x-rate-limit-', 'ratelimit-'];
const resets = prefixes.flatMap((prefix) => [`${prefix}reset-after`, `${prefix}reset`]);
const remaining = prefixes.map((prefix) => `${prefix}remaining`);

/** Of the header RateLimit (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/), old and new. */
const fieldOf = (headers: Headers, field: RegExp) => field.exec(headers.get('ratelimit') ?? '')?.[1] ?? null;

/**
 * A number of seconds, which some write with a fraction; or a date (RFC 9110, 10.2.3); or a moment in seconds or
 * milliseconds since 1970, as numbers are that no one waits for.
 */
function secondsUntil(value: string | null, now: Date): number | undefined {
  if (value === null) return undefined;
  const text = value.trim();
  const until = (milliseconds: number) => Math.max(0, (milliseconds - now.getTime()) / 1000);
  if (/^[-+]?\d+(\.\d+)?$/.test(text)) {
    const number = Number(text);
    if (number >= 1e11) return until(number);
    return number >= 1e9 ? until(number * 1000) : Math.max(0, number);
  }
  const date = /^([A-Z][a-z]+, |\d{4}-\d\d-\d\d)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : until(date);
}
