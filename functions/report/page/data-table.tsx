import { headingOf } from '../../core/heading.ts';
import { formatOf } from '../../core/number.ts';
import type { Cell, Table } from '../../core/quality.ts';
import type { TableDefinition } from '../../definition/define-report.ts';
import { Outside } from '../../publishing/outside.tsx';
import { Scroll } from '../../publishing/scroll.tsx';
import { useTongue } from '../../publishing/tongue.tsx';

interface DataTableProps {
  readonly table: Table;
  readonly definition: TableDefinition | undefined;
  /** The most rows to show. */
  readonly shown: number;
  readonly label: string;
}

/** The first rows of a table, its columns headed and its numbers written as the definition says. */
export function DataTable({ table, definition, shown, label }: DataTableProps) {
  const { words, cell } = useTongue();
  const { table: says } = words.page;
  const columns = table.columns
    .map((column) => ({ ...column, ...definition?.columns?.[column.name] }))
    .filter(({ hidden }) => !hidden);
  const rows = table.rows.slice(0, shown);
  if (rows.length === 0) return <p class="empty">{says.noRows}</p>;
  return (
    <>
      <Scroll label={label}>
        <table data-sortable>
          <thead>
            <tr>
              {columns.map(({ name, title, type }) => (
                <th key={name} scope="col" class={type}>
                  {title ?? headingOf(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {columns.map(({ name, type, format }) => (
                  <td key={name} class={type} data-value={sortedBy(row[name], type)}>
                    {type === 'text' ? (
                      <Outside>{cell(row[name])}</Outside>
                    ) : (
                      cell(row[name], formatOf(name, format), type)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {rows.length < table.rows.length && shown >= 100 && (
        <p class="more">
          {says.allIn(cell(rows.length), cell(table.rowCount))} <a href="#downloads">{table.name}.csv</a>
        </p>
      )}
    </>
  );
}

/** What a cell is sorted by, where its text would sort otherwise. */
const sortedBy = (cell: Cell | undefined, type: Table['columns'][number]['type']) =>
  type === 'text' || type === 'boolean' ? undefined : (cell ?? undefined);
