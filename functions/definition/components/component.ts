import { TributaryError } from '../../core/errors.ts';
import type { NumberFormat } from '../../core/number.ts';
import type { SqlFile } from '../sql-file.ts';

/** What every chart takes. */
export interface ChartOptions {
  readonly title: string;
  readonly subtitle?: string;
  /** Takes the whole width of the page. */
  readonly wide?: true;
  /** Of its values; that of their column in the table unless told. */
  readonly format?: NumberFormat;
}

/** What a component that shows a table says of it, as plain data. */
export interface OfTable {
  readonly title: string;
  /** The table's name. */
  readonly table: string;
  /** The columns that it names: a slip in one is found before a row is read. */
  readonly names: readonly string[];
  /** The column that tells its rows apart: several rows of one value are unclear. */
  readonly along?: string;
}

/** The name of the table; throws PipelineInvalid where the component is written as charts were before it. */
export function nameOf(kind: string, table: SqlFile, options: object | undefined): string {
  if (options) return table.name;
  const problem = `${kind}({ … }) is written ${kind}(table, { title, … }) now, in the list \`page\`.`;
  throw new TributaryError('PipelineInvalid', `pipeline/report/report.ts cannot be used: ${problem}`);
}
