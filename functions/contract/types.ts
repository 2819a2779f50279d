import { z } from 'zod';

/** What `.meta()` may say of a column, and what this project's own types say of themselves there. */
export const columnMeta = z.strictObject({
  id: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  examples: z.unknown().optional(),
  deprecated: z.boolean().optional(),
  /** Its values are masked in examples, logs and messages. */
  sensitive: z.boolean().optional(),
  decimal: z.object({ precision: z.int().min(1).max(38), scale: z.int().min(0).max(38) }).optional(),
  localTime: z.string().optional(),
});

/** An exact number, as for money: at most `precision` digits, `scale` of them behind the point. It stays text in JSON. */
export function decimal(precision: number, scale: number) {
  const whole = precision > scale ? `0*\\d{1,${precision - scale}}` : '0+';
  const point = scale > 0 ? `\\.\\d{1,${scale}}0*` : '\\.0+';
  return z
    .string()
    .regex(new RegExp(`^-?${whole}(${point})?$`))
    .meta({ decimal: { precision, scale } });
}

/** A date and time without an offset, as the clocks of that IANA zone show it; it is stored as UTC. */
export const localTime = (zone: string) =>
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\d[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/)
    .meta({ localTime: zone });
