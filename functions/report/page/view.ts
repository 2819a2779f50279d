import type { ReportDocument } from '../../core/document.ts';
import type { Table } from '../../core/quality.ts';
import type { ReportDefinition } from '../../definition/define-report.ts';

/** What the page shows: the document, how its report is described, and what was drawn of it. */
export interface View {
  readonly document: ReportDocument;
  readonly report: ReportDefinition;
  /** In which the page is written. */
  readonly locale: string;
  /** Behind a command that acts on the stage where the run was made: ` --stage prod`; empty on this machine. */
  readonly flag: string;
  /** Whether the report compared with was there to compare with. */
  readonly compared: boolean;
  /** The tables of the report compared with; undefined where there is none, or none that can be read. */
  readonly previous: readonly Table[] | undefined;
  readonly downloads: readonly Download[];
}

/** The files of a table or a source, beside the page. */
export interface Download {
  readonly kind: ReportDocument['files'][number]['kind'];
  /** Of the table or the source. */
  readonly title: string;
  readonly rows: number | null;
  readonly files: readonly {
    readonly file: string;
    readonly bytes: number;
    /** An address that holds it; undefined where it lies beside the page alone. */
    readonly embedded: string | undefined;
  }[];
}
