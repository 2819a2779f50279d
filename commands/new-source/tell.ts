import { seen, shortType } from './column-text.ts';
import type { Written } from './new-source.ts';
import { counted, noKey } from './source-file.ts';

/** What was guessed, for a person to look at, and what to do next. */
export function* tell({ guess, path, listed }: Written): Generator<string> {
  const { name, example, columns, key, missing, origin } = guess;
  yield `${example.file}: ${counted(example.rows, 'row')}, ${counted(columns.length, 'column')}`;
  if (example.unreadable > 0)
    yield `${counted(example.unreadable, 'more row')} cannot be read at all: npm start will reject what is like that.`;
  yield '';
  const rows = columns.map((column) => [column.name, shortType(column), seen(column)] as const);
  const wide = (at: 0 | 1) => Math.max(...rows.map((row) => row[at].length));
  for (const [column, type, range] of rows) yield `  ${column.padEnd(wide(0))}  ${type.padEnd(wide(1))}  ${range}`;
  yield '';
  yield key.length > 0 ? `  key: ${key.join(', ')}` : `  no key: ${noKey(example.rows)}`;
  if (missing.length > 1) yield `  no value: ${missing.slice(1).join(', ')}, beside the empty text`;
  for (const { name: column, deliveredAs } of columns) {
    if (column !== deliveredAs) yield `  ${column} is ${JSON.stringify(deliveredAs)} in the files`;
  }
  yield '';
  yield `${path} is written${listed ? ', and listed in pipeline/pipeline.ts' : ''}. Look at its comments. Next:`;
  yield '';
  if (!listed) {
    yield `  in pipeline/pipeline.ts: import { ${name} } from './sources/${name}.ts', and ${name} into sources`;
  }
  yield '  npm run verify';
  yield origin.kind === 'upload'
    ? `  npm start    # once its files lie in sample/incoming/<batch>/${name}/`
    : `  npm start    # once its rows lie in sample/seed/: docs/connectors.md`;
}
