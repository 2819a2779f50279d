import type { z } from 'zod';
import { type Contract, contractOf } from './contract/contract.ts';

/** When a source has delivered its part of a batch. */
export type Complete =
  /** That many files (zero-byte placeholders do not count). */
  | { readonly files: number }
  /** An object of that name beside the files, such as `_SUCCESS`. */
  | { readonly marker: string }
  /** At least one file, and nothing new for that many seconds. */
  | { readonly quietFor: number };

/** Files that somebody uploads to `incoming/<batch>/<source>/`. */
export interface UploadOrigin {
  readonly kind: 'upload';
  readonly complete: Complete;
  /** Between the columns of a CSV file. */
  readonly separator: string;
}
export type Origin = UploadOrigin;

/** Uploaded files: `.csv`, `.ndjson` (`.jsonl`), `.json` (an array of objects), each also `.gz`, and `.parquet`. */
export const upload = (options: { complete?: Complete; separator?: string } = {}): UploadOrigin => ({
  kind: 'upload',
  complete: options.complete ?? { quietFor: 120 },
  separator: options.separator ?? ',',
});

/** What a source may do before the quality gate holds the run. */
export interface Limits {
  /** The largest share of rejected rows, 0 to 1. */
  readonly rejected: number;
  /** Whether a source without a single row holds the run. */
  readonly empty: 'hold' | 'allow';
}

/** Rows of this source point at rows of another one: own column -> column of the other. Misses are warnings. */
interface Reference<Column extends string = string> {
  readonly source: string;
  readonly on: Readonly<Partial<Record<Column, string>>>;
}

export interface SourceOptions<Shape extends z.ZodRawShape> {
  /** The file's name, the folder in `incoming/<batch>/`, and the table's name in SQL. */
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly origin: Origin;
  /** What one row must be. What zod can say and SQL cannot is refused when the pipeline is loaded. */
  readonly row: z.ZodObject<Shape>;
  /** Columns that identify a row; of rows with the same key the last delivered wins. */
  readonly key?: readonly (keyof Shape & string)[];
  /** Named SQL predicates over the typed columns; a row is rejected where one is false (unknown passes, as in CHECK). */
  readonly rules?: Readonly<Record<string, string>>;
  /** Contract column -> name in the delivered files, where they differ. */
  readonly rename?: Readonly<Partial<Record<keyof Shape & string, string>>>;
  /** Texts that mean "no value"; `['']` unless told. */
  readonly missing?: readonly string[];
  readonly references?: readonly Reference<keyof Shape & string>[];
  /** The report is made without it where it is absent or unreadable, and says so. */
  readonly optional?: boolean;
  readonly limits?: Partial<Limits>;
}

/** A source, read and checked: what the steps work with. */
export interface Source {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly origin: Origin;
  readonly contract: Contract;
  readonly references: readonly { readonly source: string; readonly on: readonly (readonly [string, string])[] }[];
  readonly optional: boolean;
  readonly limits: Partial<Limits>;
}

/** Describes one source; throws PipelineInvalid where the contract says what SQL cannot check. */
export function source<Shape extends z.ZodRawShape>(options: SourceOptions<Shape>): Source {
  const { name, title, description = '', origin, references = [], optional = false, limits = {} } = options;
  return {
    name,
    title,
    description,
    origin,
    contract: contractOf(options),
    references: references.map(({ source, on }) => ({
      source,
      on: Object.entries(on).flatMap(([own, theirs]) => (typeof theirs === 'string' ? [[own, theirs] as const] : [])),
    })),
    optional,
    limits,
  };
}
