import { closeSync, openSync, writeSync } from 'node:fs';
import { strToU8, Zip, ZipDeflate } from 'fflate/browser';
import { headingOf } from '../../core/heading.ts';
import { identifier } from '../../core/quote.ts';
import type { Engine } from '../../core/world.ts';
import type { TableDefinition } from '../../definition/define-report.ts';
import type { Tongue } from '../../publishing/tongue.tsx';
import { asJson, type ResultColumn } from '../columns.ts';
import { sheetNames } from './names.ts';
import { parts, sheetPath } from './parts.ts';
import { headRows, type SheetHead, sheetBegin, sheetEnd, sheetRow } from './sheet.ts';
import { fixed, formatsOf, styleOf, stylesXml } from './styles.ts';

/** A table of the report that is in the engine under its name. */
export interface Made {
  readonly definition: TableDefinition;
  readonly columns: readonly Pick<ResultColumn, 'name' | 'type'>[];
  readonly rowCount: number;
}

/**
 * Of a sheet, by https://support.microsoft.com/en-us/office/1672b34d-7043-467e-8e27-269d656771c3, and cells that are
 * written in some seconds.
 */
const most = { rows: 1_048_576 - headRows, columns: 16_384, cells: 250_000 } as const;
const rowsAtOnce = 10_000;

/**
 * Writes all tables as one workbook, a sheet each, with numbers, days and times that a spreadsheet reckons with. A sheet
 * tells how many rows it has where that are not all. The same tables give the same bytes.
 */
export async function writeWorkbook(
  tables: readonly Made[],
  path: string,
  { engine, tongue }: { readonly engine: Engine; readonly tongue: Tongue },
): Promise<void> {
  const names = sheetNames(tables.map(({ definition }) => titleOf(definition)));
  const formats = tables.flatMap((table) => table.columns.flatMap((column) => formatsIn(column, table) ?? []));
  const codes = [...new Set(formats.flatMap(({ whole, part }) => [whole, part]))];
  await zipped(path, async (add) => {
    for (const [part, xml] of Object.entries({ ...parts(names), 'xl/styles.xml': stylesXml(codes) }))
      add(part)(xml, true);
    for (const [at, table] of tables.entries()) await writeSheet(table, add(sheetPath(at)), { engine, tongue, codes });
  });
}

const titleOf = ({ name, title = headingOf(name) }: TableDefinition) => title;
const formatsIn = (column: Made['columns'][number], { definition }: Made) =>
  formatsOf(column, definition.columns?.[column.name]?.format);

/** Adds text to a file of the archive; the last time it says so. */
type Write = (text: string, last?: boolean) => void;

interface SheetWorld {
  readonly engine: Engine;
  readonly tongue: Tongue;
  readonly codes: readonly string[];
}

async function writeSheet(table: Made, write: Write, { engine, tongue, codes }: SheetWorld): Promise<void> {
  const { definition, rowCount } = table;
  const shown = table.columns.slice(0, most.columns);
  const rows = Math.min(rowCount, most.rows, Math.max(1, Math.floor(most.cells / shown.length)));
  const columns = shown.map((column) => {
    const { title: heading = headingOf(column.name), hidden = false } = definition.columns?.[column.name] ?? {};
    const { whole, part } = formatsIn(column, table) ?? {};
    const styles = [whole, part].map((code) => (code === undefined ? fixed.plain : styleOf(code, codes)));
    return { ...column, heading, hidden, whole: styles[0] ?? 0, part: styles[1] ?? 0 };
  });
  const head: SheetHead = { title: titleOf(definition), note: noteOf(table, rows, tongue), columns };
  write(sheetBegin(head));
  const select = `SELECT ${shown.map(asJson).join(', ')} FROM ${identifier(definition.name)}`;
  for (let at = 0; at < rows; at += rowsAtOnce) {
    const found = await engine.rows(`${select} LIMIT ${Math.min(rowsAtOnce, rows - at)} OFFSET ${at}`);
    write(found.map((row, nth) => sheetRow(row, at + nth, columns)).join(''));
  }
  write(sheetEnd(head, rows), true);
}

function noteOf({ definition, rowCount }: Made, rows: number, { words, cell }: Tongue): string {
  if (rows === rowCount) return definition.subtitle ?? '';
  return `${words.page.table.allIn(cell(rows), cell(rowCount))} ${definition.name}.csv`;
}

/** Writes an archive file by file; its times say nothing, so that the same files give the same bytes. */
async function zipped(path: string, work: (add: (name: string) => Write) => Promise<void>): Promise<void> {
  const file = openSync(path, 'w');
  try {
    const zip = new Zip((error, chunk) => {
      if (error) throw error;
      writeSync(file, chunk);
    });
    await work((name) => {
      const entry = new ZipDeflate(name, { level: 3 });
      // In local time, as the archive keeps it.
      entry.mtime = new Date(1980, 0, 1);
      zip.add(entry);
      return (text, last = false) => entry.push(strToU8(text), last);
    });
    zip.end();
  } finally {
    closeSync(file);
  }
}
