import type { ReportDocument } from '../../core/document.ts';
import type { Table } from '../../core/quality.ts';
import type { ChartDefinition, ReportDefinition, TableDefinition } from '../../definition/define-report.ts';
import type { Drawing } from '../chart.ts';

/** What the page shows: the document, how its report is described, and what was drawn of it. */
export interface View {
  readonly document: ReportDocument;
  readonly report: ReportDefinition;
  /** In which the page is written. */
  readonly locale: string;
  /** Whether the report compared with was there to compare with. */
  readonly compared: boolean;
  readonly charts: readonly DrawnChart[];
  readonly downloads: readonly Download[];
}

export interface DrawnChart {
  readonly chart: ChartDefinition;
  readonly table: Table;
  readonly definition: TableDefinition | undefined;
  readonly drawings: readonly Drawing[];
}

/** The files of a table or a source, beside the page. */
export interface Download {
  readonly kind: ReportDocument['files'][number]['kind'];
  /** Of the table or the source. */
  readonly title: string;
  readonly rows: number | null;
  readonly files: readonly { readonly file: string; readonly bytes: number }[];
}
