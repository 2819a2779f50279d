/** A moment as a person reads it, in UTC; a dash where nobody knows it. */
export const moment = (iso: string | undefined): string => iso?.slice(0, 16).replace('T', ' ') ?? '–';

/** How long something took; nothing where it has not ended, or nobody knows. */
export function took(from: string | undefined, to: string | undefined): string {
  if (from === undefined || to === undefined) return '';
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
}
