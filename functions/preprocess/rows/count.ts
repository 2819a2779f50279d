import { TributaryError } from '../../core/errors.ts';
import type { Quality } from '../../core/quality.ts';
import type { Engine } from '../../core/world.ts';
import { rowsIn } from './check.ts';
import type { Outputs } from './split.ts';

export type Counts = Pick<Quality, 'read' | 'clean' | 'rejected' | 'duplicates'>;

/** Both sides of the sum are counted on their own; throws RowsLost where they differ. */
export async function count(read: number, outputs: Outputs, engine: Engine): Promise<Counts> {
  return checkSum({
    read,
    clean: await rowsIn(outputs.clean, engine),
    rejected: await rowsIn(outputs.rejected, engine),
    duplicates: await rowsIn(outputs.duplicates, engine),
  });
}

/** Throws RowsLost where what was read is not what came of it. */
export function checkSum(counts: Counts): Counts {
  if (counts.read === counts.clean + counts.rejected + counts.duplicates) return counts;
  throw new TributaryError(
    'RowsLost',
    `Rows were lost or doubled: ${JSON.stringify(counts)}. Nothing was published; tell the maintainers, with the files.`,
  );
}
