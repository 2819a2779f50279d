import { type Pipeline, sourceOf } from '../definition/define-pipeline.ts';
import { percentOfLimit } from '../publishing/gate.ts';
import type { Preprocessed } from './conclude.ts';

/** What is followed over time of a source: its rows, and how near to its limit it is. */
export const measuresOf = (
  { source, read, clean, rejected, duplicates }: Preprocessed,
  pipeline: Pick<Pipeline, 'sources'>,
) => ({
  bySource: { RowsRead: read, RowsClean: clean, RowsRejected: rejected, RowsDuplicate: duplicates },
  ofAll: { RejectedOfLimit: percentOfLimit({ read, rejected }, sourceOf(source, pipeline)) },
});
