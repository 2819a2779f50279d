/** A part of a whole in percent; a small part never reads as none. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  const percent = (part / whole) * 100;
  return part > 0 && percent < 0.005 ? '<0.01 %' : `${percent.toFixed(percent < 1 ? 2 : 1)} %`;
}
