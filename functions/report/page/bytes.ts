/** A size as people read it, in powers of a thousand. */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const [divisor, unit] = size < 1e6 ? [1e3, 'kB'] : size < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  return `${(size / divisor).toFixed(size / divisor < 100 ? 1 : 0)} ${unit}`;
}
