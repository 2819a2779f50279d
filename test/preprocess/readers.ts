import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** A row as delivered, by name; what a reader that no one here wrote makes of a file. */
export type Record = Readonly<{ [name: string]: unknown }>;

/** All rows of a file; `undefined` where no reader but ours makes sense of it as a whole. */
export type Judge = (bytes: Buffer) => readonly (Record | undefined)[] | undefined;

export const csv: Judge = (bytes) =>
  orUndefined(() => {
    const [header, ...rows] = z.array(z.array(z.string())).parse(
      parse(bytes, {
        bom: true,
        relax_column_count: true,
        skip_empty_lines: true,
        // Each ends a line, in one file too; left alone, it takes the first for all.
        record_delimiter: ['\r\n', '\n', '\r'],
      }),
    );
    return rows.map((row) => {
      // A separator behind the last value is harmless.
      const whole = row.length >= (header?.length ?? 0) && row.slice(header?.length).every((value) => value === '');
      return whole ? Object.fromEntries(header?.map((name, at) => [name, row[at]]) ?? []) : undefined;
    });
  });

const object = z.record(z.string(), z.unknown());
const asObject = (value: unknown): Record | undefined => object.safeParse(value).data;

export const json: Judge = (bytes) => {
  const text = new TextDecoder().decode(bytes);
  const whole = orUndefined(() => z.array(z.unknown()).parse(JSON.parse(text)));
  if (whole) return whole.map(asObject);
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line !== '');
  return lines.some((line) => /\}\s*\{/.test(line) || /^\s*\[/.test(line))
    ? undefined
    : lines.map((line) => orUndefined(() => asObject(JSON.parse(line))));
};

export const unpacked =
  (judge: Judge): Judge =>
  (bytes) => {
    const plain = orUndefined(() => gunzipSync(bytes));
    return plain && judge(plain);
  };

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
