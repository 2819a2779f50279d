import type { Row, Table } from '../core/quality.ts';

/** The rows that a chart draws: exact numbers as numbers, times as UTC, the previous report's row beside each. */
export function rowsOf(table: Table, previous: Table | undefined, by: string | undefined): Row[] {
  const rows = table.rows.map((row) => drawable(row, table));
  if (!by) return rows;
  const before = new Map(previous?.rows.map((row) => [row[by], drawable(row, previous)]));
  return rows.map((row, at) => {
    const match = before.get(table.rows[at]?.[by]);
    return {
      ...row,
      ...Object.fromEntries(table.columns.map(({ name }) => [`previous_${name}`, match?.[name] ?? null])),
    };
  });
}

function drawable(row: Row, { columns }: Table): Row {
  return Object.fromEntries(
    columns.map(({ name, type }) => {
      const cell = row[name] ?? null;
      if (typeof cell !== 'string') return [name, cell];
      if (type === 'number') return [name, Number.isFinite(Number(cell)) ? Number(cell) : null];
      return [name, type === 'timestamp' ? cell.replace(/^(\S+)[ T]([\d:.]+)$/, '$1T$2Z') : cell];
    }),
  );
}
