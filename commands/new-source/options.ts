import { readCommandLine } from '../../local/command-line.ts';

/** What `npm run new-source` was asked for. */
export interface NewSourceOptions {
  readonly name: string;
  /** Where the rows will come from: a file like those that are uploaded, a database, an API. */
  readonly from: string;
  /** A file of rows to guess from, where they will not come as files. */
  readonly example?: string | undefined;
  /** Of PostgreSQL. */
  readonly query?: string | undefined;
  /** Where in a page of an API the rows are, like `data.orders`. */
  readonly rows?: string | undefined;
}

export const usage = `Writes pipeline/sources/<name>.ts, with the contract guessed from rows, and adds it to the list in pipeline.ts.

  npm run new-source -- <name> --from <file>
  npm run new-source -- <name> --from <https://...> [--rows <path>] [--example <file>]
  npm run new-source -- <name> --from postgres:<secret> --query <SELECT> --example <file>
  npm run new-source -- <name> --from dynamodb:<table> --example <file>

  <name>            of the source: its table in SQL, and the folder of its uploads
  --from            where its rows will come from; a file is one like those that will be uploaded:
                    .csv, .ndjson, .jsonl or .json, each also .gz, or .parquet
  --example <file>  rows to guess from, where they will not come as files. Of PostgreSQL best as it
                    says them itself: psql -Atc 'SELECT row_to_json(q) FROM (<SELECT>) q' > rows.ndjson
                    Without it, one page of an API is asked for
  --query <SELECT>  of PostgreSQL; :from and :to stand for the batch's bounds
  --rows <path>     where in a page of an API its rows are, like data.orders
  --help            show this

Every guess has a comment that says what was seen. No value of a text is written, but for those of an enum.`;

const known = {
  from: { type: 'string' },
  example: { type: 'string' },
  query: { type: 'string' },
  rows: { type: 'string' },
} as const;

/** Reads the command line; throws with advice where it does not say which source, or which rows. */
export function readOptions(args: readonly string[]): NewSourceOptions {
  const { values, positionals } = readCommandLine({ args: [...args], options: known, allowPositionals: true }, usage);
  const [name, more] = positionals;
  const refuse = (problem: string) => new Error(`${problem}\n\n${usage}`);
  if (name === undefined) throw refuse('Which source? Say its name.');
  if (more !== undefined) throw refuse(`One source at a time, and not ${more} too.`);
  const { from, ...rest } = values;
  if (from === undefined) throw refuse('Which rows? Say --from, behind a -- of its own.');
  return { name, from, ...rest };
}
