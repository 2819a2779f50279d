import { TributaryError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Table } from '../core/quality.ts';
import { boundToTables } from '../definition/components/components.ts';
import { pageOf, type ReportDefinition } from '../definition/define-report.ts';

type Described = { readonly name: string; readonly columns: readonly Pick<Table['columns'][number], 'name'>[] };

/** Each column that the report shows and its tables do not have, as a sentence: it would be empty in silence. */
export function shownProblems(report: ReportDefinition, tables: readonly Described[]): string[] {
  const { figures } = report;
  const shown = [
    ...figures.map(({ title, table, column }) => ({ title, table, column })),
    ...figures.flatMap(({ title, trend }) => (trend ? [{ title, ...trend }] : [])),
    ...boundToTables(pageOf(report)).flatMap(({ title, table, names }) =>
      [...new Set(names)].map((column) => ({ title, table, column })),
    ),
    ...report.tables.flatMap(({ name, title = name, columns = {} }) =>
      Object.keys(columns).map((column) => ({ title, table: name, column })),
    ),
  ];
  return shown.flatMap(({ title, table, column }) => {
    const columns = tables.find(({ name }) => name === table)?.columns.map(({ name }) => name);
    if (!columns || columns.includes(column)) return [];
    const meant = nearest(column, columns);
    const advice = meant === undefined ? `it has ${columns.join(', ')}.` : `did you mean ${meant}?`;
    return [`"${title}" names column "${column}" of table "${table}", which does not have it: ${advice}`];
  });
}

/** Throws PipelineInvalid where the report shows what its tables do not have. */
export function checkShown(report: ReportDefinition, tables: readonly Described[]): void {
  const problems = shownProblems(report, tables);
  if (problems.length === 0) return;
  throw new TributaryError('PipelineInvalid', `pipeline/report/report.ts cannot be used:\n- ${problems.join('\n- ')}`);
}
