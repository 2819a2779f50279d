import type { ReportDocument } from '../core/document.ts';
import { headingOf } from '../core/heading.ts';
import type { Table } from '../core/quality.ts';
import type { ReportDefinition, TableDefinition } from '../definition/define-report.ts';

/** The tables with all that tells how they came about and how they are shown. */
export function toldTables(tables: readonly Table[], report: ReportDefinition): ReportDocument['tables'] {
  const readOf = new Map(tables.map(({ name, reads = [] }) => [name, reads]));
  return tables.map((table) => {
    const definition = report.tables.find(({ name }) => name === table.name);
    return {
      ...table,
      title: definition?.title ?? null,
      columns: table.columns.map((column) => ({ ...column, ...shownAs(column.name, definition) })),
      ...(definition && { sql: definition.sql }),
      sources: [...sourcesOf(table.name, readOf)].sort(),
    };
  });
}

function shownAs(name: string, definition: TableDefinition | undefined) {
  const { title = headingOf(name), format: { unit, currency, digits } = {} } = definition?.columns?.[name] ?? {};
  return {
    title,
    ...(unit !== undefined && { unit }),
    ...(currency !== undefined && { currency }),
    ...(digits !== undefined && { digits }),
  };
}

/** What the SQL of a table reads at last, through the tables that it selects from; a later one reads earlier ones alone. */
function sourcesOf(table: string, readOf: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reads = (readOf.get(table) ?? []).filter((name) => name !== table && name !== 'batch');
  return new Set(reads.flatMap((name) => (readOf.has(name) ? [...sourcesOf(name, readOf)] : [name])));
}
