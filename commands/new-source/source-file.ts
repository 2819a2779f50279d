import { code } from './code.ts';
import { zodOf } from './column-text.ts';
import type { GuessedColumn } from './columns.ts';
import type { Example } from './example.ts';
import { titleOf } from './names.ts';
import type { Origin } from './origin.ts';

/** All that is known of a new source. */
export interface Guess {
  readonly name: string;
  readonly example: Example;
  readonly origin: Origin;
  readonly columns: readonly GuessedColumn[];
  readonly key: readonly string[];
  readonly missing: readonly string[];
}

/** The text of `pipeline/sources/<name>.ts`, not yet formatted. */
export function sourceFile(guess: Guess): string {
  const { name, origin, columns, example } = guess;
  const row = columns.map((column) => zodOf(column, origin)).join('');
  const used = ['decimal', 'localTime'].filter((type) => columns.some((column) => column.type.kind === type));
  const imports = ['defineSource', ...used, origin.kind].sort();
  const about = `Guessed from ${example.file.replaceAll('*/', '* /')} (${counted(example.rows, 'row')}): look at each comment, then delete it.`;
  return `import { z } from 'zod';
import { ${imports.join(', ')} } from '../../functions/tributary.ts';

/** ${about} */
export const ${name} = defineSource({
  name: ${code(name)},
  title: ${code(titleOf(name))},
  origin: ${origin.code},
  row: z.object({
${row}  }),
${[...options(guess)].map((line) => `  ${line}\n`).join('')}});
`;
}

function* options({ key, missing, columns, example }: Guess) {
  yield key.length > 0
    ? `key: ${code(key)}, // differs in all of these rows: is it what tells two apart?`
    : `// No key: ${noKey(example.rows)}. Without one, a row that comes twice counts twice.`;
  if (missing.length > 1) yield `missing: ${code(missing)}, // no value in any column, of texts too`;
  const renamed = columns.filter(({ name, deliveredAs }) => name !== deliveredAs);
  if (renamed.length > 0) {
    yield `rename: { ${renamed.map(({ name, deliveredAs }) => `${name}: ${code(deliveredAs)}`).join(', ')} },`;
  }
  if (example.rows === 0) yield `limits: { empty: 'allow' }, // as the example has no row`;
}

export const noKey = (rows: number) =>
  rows < 2 ? `${counted(rows, 'row')} cannot tell one` : 'no three columns or fewer tell all rows apart';

export const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
