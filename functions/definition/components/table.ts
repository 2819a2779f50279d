import type { SqlFile } from '../sql-file.ts';
import type { OfTable } from './component.ts';

export interface TableComponent extends OfTable {
  readonly kind: 'table';
}

/** A table's first rows, as the list of tables says. */
export const table = ({ name }: SqlFile): TableComponent => ({ kind: 'table', title: name, table: name, names: [] });
