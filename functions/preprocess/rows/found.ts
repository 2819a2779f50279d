import { z } from 'zod';
import type { Quality } from '../../core/quality.ts';
import type { Source } from '../../definition/define-source.ts';
import { FileFault } from '../fault.ts';
import { extra } from '../formats/format.ts';
import { checkColumns } from '../formats/header.ts';

/** What was found in a file, or in a part of one. */
export const foundPart = z.object({
  file: z.string(),
  format: z.string(),
  /** All that it has, those that were put aside too. */
  rows: z.int(),
  /** In the Parquet file; those that could not even be split into columns are in the table `unreadable`. */
  staged: z.int(),
  /** What it takes of `maxSourceBytes`. */
  bytes: z.int(),
  fault: z.string().nullable(),
  /** The names of its columns, in any order. */
  names: z.array(z.string()),
  /** Why none of its rows is one; null where one is, or where there are none. */
  noRow: z.string().nullable(),
  /** Of the whole object; in its first part alone where there are several. */
  sha256: z.string().optional(),
});
export type FoundPart = z.infer<typeof foundPart>;

/** What is told of a file by its parts in their order; what only all of them can tell may be its fault. */
export function fileOf(parts: readonly [FoundPart, ...FoundPart[]], source: Source): Quality['files'][number] {
  const [{ file, format, sha256 }] = parts;
  const fault = parts.find(({ fault }) => fault !== null)?.fault ?? faultOfAll(parts, source);
  const told = { file, format, ...(sha256 !== undefined && { sha256 }) };
  if (fault !== undefined) return { ...told, rows: 0, fault: `${file} ${fault}.`, extraColumns: [] };
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  return { ...told, rows, fault: null, extraColumns: [...extra(namesIn(parts), source.contract)].sort() };
}

/** Whether an optional source has a file at fault: the report is made without it. */
export const isLeftOut = (files: Quality['files'], { optional }: Source): boolean =>
  optional && files.some(({ fault }) => fault !== null);

const namesIn = (parts: readonly FoundPart[]) => [...new Set(parts.flatMap(({ names }) => names))];

function faultOfAll(parts: readonly FoundPart[], { contract, origin }: Source): string | undefined {
  const names = namesIn(parts);
  const filled = parts.filter(({ staged }) => staged > 0);
  const noRow = filled.every(({ noRow }) => noRow !== null) ? filled[0]?.noRow : undefined;
  if (noRow != null) return `has no row that is one: the first ${noRow}. See whether its name fits`;
  try {
    // A table read in parts has no columns of its own: what one part lacks may stand in another.
    if (names.length > 0 && !('sparse' in origin)) checkColumns(names, contract);
    return undefined;
  } catch (error) {
    if (error instanceof FileFault) return error.message;
    throw error;
  }
}
