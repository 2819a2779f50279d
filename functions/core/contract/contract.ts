import type { z } from 'zod';

/** The type that a column has in SQL, and how its text is read. */
export type ColumnType =
  | { readonly kind: 'string' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'number' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  /** With a zone of its own in the text; stored as UTC. */
  | { readonly kind: 'dateTime' }
  /** Local time in the declared zone; stored as UTC. */
  | { readonly kind: 'localTime'; readonly zone: string };

export interface Column {
  readonly name: string;
  /** Its name in the delivered files. */
  readonly deliveredAs: string;
  readonly type: ColumnType;
  /** Whether a file must have the column. */
  readonly required: boolean;
  /** Whether a row may lack a value. */
  readonly nullable: boolean;
  readonly default: string | null;
  readonly sensitive: boolean;
  readonly description: string;
  /** For the dictionary: "1 to 9", "matches ^[A-Z]{3}$". */
  readonly checks: readonly string[];
}

/** A source's contract, compiled: what the engine checks and the dictionary tells. */
export interface Contract {
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  readonly missing: readonly string[];
  readonly rules: readonly { readonly name: string; readonly predicate: string }[];
}

export interface ContractOptions {
  readonly name: string;
  readonly row: z.ZodObject;
  readonly key?: readonly string[];
  readonly rules?: Readonly<Record<string, string>>;
  readonly rename?: Readonly<Partial<Record<string, string>>>;
  readonly missing?: readonly string[];
}

/** Compiles a source's description; throws PipelineInvalid where it says what SQL cannot check. */
export declare function contractOf(options: ContractOptions): Contract;
