import type { ReportDocument } from '../core/document.ts';
import { rejectedCsvKey, tableKey, workbookKey } from '../core/keys.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import type { RunFacts } from './run-facts.ts';

/** A file of the report that a step before has made, and its key there. */
export interface MadeFile {
  readonly from: string;
  readonly told: ReportDocument['files'][number];
}

/** The files that lie beside the page: all tables as a workbook, those of each table, and all rejected rows of each source. */
export const madeFiles = (facts: RunFacts, { name }: Pick<Pipeline, 'name'>): MadeFile[] => [
  ...ofAll(facts, name),
  ...ofTables(facts),
  ...ofRejected(facts),
];

const ofAll = ({ manifest: { run }, workbook }: RunFacts, name: string): MadeFile[] =>
  workbook
    ? [{ from: workbookKey(run), told: { file: `${name}.xlsx`, kind: 'workbook', of: null, rows: null, ...workbook } }]
    : [];

const ofTables = ({ manifest: { run }, tables, files }: RunFacts): MadeFile[] =>
  files.flatMap(({ table: of, csv, parquet }) => {
    const rows = tables.find(({ name }) => name === of)?.rowCount ?? null;
    return [['csv', csv] as const, ['parquet', parquet] as const].map(([type, content]) => ({
      from: tableKey(run, of, type),
      told: { file: `${of}.${type}`, kind: 'table', of, rows, ...content },
    }));
  });

const ofRejected = ({ manifest: { run }, sources }: RunFacts): MadeFile[] =>
  sources.flatMap(({ quality: { source: of, rejected: rows, rejectedFile } }) =>
    rejectedFile
      ? [
          {
            from: rejectedCsvKey(run, of),
            told: { file: `rejected-${of}.csv`, kind: 'rejected', of, rows, ...rejectedFile },
          },
        ]
      : [],
  );
