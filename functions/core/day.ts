const oneDay = 86_400_000;

/** The ISO date so many days later. */
export const dayAfter = (day: string, by = 1): string =>
  new Date(Date.parse(day) + by * oneDay).toISOString().slice(0, 10);

/** So many days lie in [from, to). */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / oneDay);

/** The days of [from, to), as ISO dates. */
export const daysIn = (from: string, to: string): string[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to)) }, (_, at) => dayAfter(from, at));
