import type { Batch } from '../../core/batch.ts';
import type { Table } from '../../core/quality.ts';
import type { TableDefinition } from '../../definition/define-report.ts';

/** What a component is drawn from. */
export interface ChartData {
  /** Of the component, and of no other one on the page. */
  readonly id: string;
  readonly batch: Batch;
  readonly table: Table;
  readonly definition: TableDefinition | undefined;
  /** The same table of the report compared with; undefined where there is none. */
  readonly before: { readonly batch: string; readonly table: Table } | undefined;
}
