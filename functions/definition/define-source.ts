import type { z } from 'zod';
import { type Contract, compileContract, isSensitive } from '../contract/contract.ts';
import type { Duration } from '../core/duration.ts';
import type { Limits } from '../core/limits.ts';
import type { Origin } from '../origins/origins.ts';

/** What becomes of a batch in which an upload is not complete so long after the end of the period. */
export interface Late {
  readonly after: Duration;
  /**
   * `wait` for as long as it takes; `partial` takes what is there; `fail` fails the run, so that people hear of it, as
   * does `partial` where nothing at all is there. An optional source is waited for until then, and then done without.
   * Whatever comes later still starts a run.
   */
  readonly action: 'wait' | 'partial' | 'fail';
}

/** A column of a source, for others to point at. */
interface SourceColumn {
  readonly source: string;
  readonly column: string;
}
type Columns<Name extends string = string> = Readonly<Record<Name, SourceColumn>>;

/** By some of these names. What every object has, such as `constructor`, is no fault where a column is called so. */
type BySome<Name extends string, T> = {
  readonly [N in Name]?: N extends keyof typeof Object.prototype ? T | (typeof Object.prototype)[N] : T;
};

/** Rows of this source point at rows of another one: own column -> column of the other, its key. Misses are warnings. */
type Reference<Name extends string> = BySome<Name, SourceColumn>;

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
  readonly rename?: BySome<keyof Shape & string, string>;
  /** Texts that mean "no value"; `['']` unless told. */
  readonly missing?: readonly string[];
  /** `{ own_column: other.columns.its_key }`; a function of its own columns, where rows point at rows of the same source. */
  readonly references?:
    | readonly Reference<keyof Shape & string>[]
    | ((own: Columns<keyof Shape & string>) => readonly Reference<keyof Shape & string>[]);
  /** The report is made without it where it is absent or unreadable, and says so. */
  readonly optional?: boolean;
  /** Of an upload; it is waited for unless told. */
  readonly late?: Late;
  readonly limits?: Partial<Limits>;
}

/** A source, read and checked: what the steps work with. */
export interface Source<Column extends string = string> {
  readonly name: string;
  /** For `references` of others. */
  readonly columns: Columns<Column>;
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
export function defineSource<Shape extends z.ZodRawShape>(options: SourceOptions<Shape>): Source<keyof Shape & string>;
export function defineSource(options: SourceOptions<z.ZodRawShape>): Source {
  const { name, title, description = '', origin, references = [], optional = false, limits = {} } = options;
  const { contract, problems } = compileContract(options);
  const columns = columnsOf(options);
  const pointed = (typeof references === 'function' ? references(columns) : references).map(pointedAt);
  return {
    name,
    title,
    description,
    origin,
    columns,
    contract,
    problems: [...problems, ...pointed.flatMap(({ problem }) => problem ?? [])],
    references: pointed.flatMap(({ source, on }) => (source === undefined ? [] : [{ source, on }])),
    optional,
    ...(options.late && { late: options.late }),
    limits,
  };
}

const columnsOf = ({ name: source, row }: Pick<SourceOptions<z.ZodRawShape>, 'name' | 'row'>): Columns =>
  Object.fromEntries(Object.keys(row.shape).map((column) => [column, { source, column }]));

/** Whom a reference points at, and by which pairs of columns, own and other. */
function pointedAt(reference: Readonly<Record<string, SourceColumn | undefined>>) {
  const on = Object.entries(reference).map(([own, other]) => [own, other?.column ?? ''] as const);
  const names = new Set(Object.values(reference).map((other) => other?.source));
  const [source] = names;
  if (names.size === 1 && source !== undefined) return { source, on };
  const problem = `a reference of ${Object.keys(reference).join(', ') || 'no column'} points at ${
    names.size > 1 ? 'more than one source: write one for each' : 'nothing: write { own_column: other.columns.its_key }'
  }`;
  return { source: undefined, on, problem };
}
