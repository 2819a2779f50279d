import { type Duration, minutes } from '../../core/duration.ts';

/** When a source has delivered its part of a batch. */
export type Complete =
  /** That many files (zero-byte placeholders do not count). */
  | { readonly files: number }
  /** An object of that name beside the files, such as `_SUCCESS`. */
  | { readonly marker: string }
  /** At least one file, and nothing new for that long. */
  | { readonly quietFor: Duration };

/** Files that somebody uploads to `incoming/<batch>/<source>/`. */
export interface UploadOrigin {
  readonly kind: 'upload';
  readonly complete: Complete;
  /** Between the columns of a CSV file. */
  readonly separator: string;
}

interface UploadOptions {
  readonly complete?: Complete;
  readonly separator?: string;
}

/** Uploaded files: `.csv`, `.ndjson` (`.jsonl`), `.json` (an array of objects), each also `.gz`, and `.parquet`. */
export const upload = (options: UploadOptions = {}): UploadOrigin => ({
  kind: 'upload',
  complete: options.complete ?? { quietFor: minutes(2) },
  separator: options.separator ?? ',',
});
