import type { z } from 'zod';
import { type Contract, compileContract, isSensitive } from './contract/contract.ts';
import type { Origin } from './origin.ts';

/** What a source may do before the quality gate holds the run. */
export interface Limits {
  /** The largest share of rejected rows, 0 to 1. */
  readonly rejected: number;
  /** Whether a source without a single row holds the run. */
  readonly empty: 'hold' | 'allow';
}

/** What becomes of a batch in which an upload is not complete so many seconds after the end of the period. */
export interface Late {
  readonly after: number;
  /**
   * `wait` for as long as it takes; `partial` takes what is there; `fail` fails the run, so that people hear of it, as
   * does `partial` where nothing at all is there. An optional source is waited for until then, and then done without.
   * Whatever comes later still starts a run.
   */
  readonly action: 'wait' | 'partial' | 'fail';
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
  /** Of an upload; it is waited for unless told. */
  readonly late?: Late;
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
  readonly late?: Late;
  readonly limits: Partial<Limits>;
  /** What its contract says and SQL cannot check; `pipeline()` tells those of all sources at once. */
  readonly problems: readonly string[];
}

/** Whether any of them has columns whose values are not to be seen. */
export const hidesValues = (sources: readonly Source[]) => sources.some(({ contract }) => isSensitive(contract));

/** Describes one source. */
export function source<Shape extends z.ZodRawShape>(options: SourceOptions<Shape>): Source {
  const { name, title, description = '', origin, references = [], optional = false, limits = {} } = options;
  const { contract, problems } = compileContract(options);
  return {
    name,
    title,
    description,
    origin,
    contract,
    problems,
    references: references.map(({ source, on }) => ({
      source,
      on: Object.entries(on).flatMap(([own, theirs]) => (typeof theirs === 'string' ? [[own, theirs] as const] : [])),
    })),
    optional,
    ...(options.late && { late: options.late }),
    limits,
  };
}
