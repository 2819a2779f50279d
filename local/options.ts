import { readCommandLine } from './command-line.ts';

/** What `npm start` was asked for. */
export interface StartOptions {
  readonly batches: readonly string[];
  readonly input: string;
  /** Where the rows lie that local databases and APIs are filled with. */
  readonly seed: string;
  /** Whether what is pulled is uploaded too, and no server started. */
  readonly onlyFiles: boolean;
  readonly out: string;
  readonly store: string;
  /** Whether to do a run that has been made again, with the code, the databases and the APIs as they are now. */
  readonly again: boolean;
  /** Why a held run is to be published all the same. */
  readonly accept?: string | undefined;
  /** Whether every source is read in parts, and the tables made as Athena makes them. */
  readonly distributed: boolean;
  readonly verbose: boolean;
}

export const usage = `Runs the whole pipeline on this machine: uploads files, brings up the databases and APIs that
it reads, and makes the reports. All of it listens on 127.0.0.1 alone, and is stopped at the end.

  npm start -- [options]

  --batch <name>    only this batch; may be repeated, or be a list like 2013-01,2013-02
  --input <folder>  what to upload, laid out as <batch>/<source>/<file>  (sample/incoming)
  --seed <folder>   what local databases and APIs hold: <source>.json or .ndjson, and for
                    PostgreSQL <source>.sql; see docs/connectors.md      (sample/seed)
  --only-files      no database and no API: what they would hold is uploaded as files
  --out <folder>    where to put the reports                             (out)
  --store <folder>  where the bucket is kept until the next start, each
                    object readable as bucket/<key>                     (.tributary)
  --again           run what was run before: after a change in functions/ or statemachines/,
                    or of what databases and APIs hold, which makes no run by itself
  --distributed     work on every batch as on one that no Lambda holds: sources in parts, tables
                    by a stand-in for Athena; runs again what was run before
  --accept <reason> publish a held run all the same; the report shows the reason
  --verbose         show what the functions log, and where an error came from
  --help            show this

The folders of --out and --store may be removed at any time.`;

/** Told apart from an option that was given. */
const none: string[] = [];

const known = {
  batch: { type: 'string', multiple: true, default: none },
  input: { type: 'string', default: 'sample/incoming' },
  seed: { type: 'string', default: 'sample/seed' },
  'only-files': { type: 'boolean', default: false },
  out: { type: 'string', default: 'out' },
  store: { type: 'string', default: '.tributary' },
  again: { type: 'boolean', default: false },
  accept: { type: 'string' },
  distributed: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the command line; throws with advice for an option that there is not, and for one that npm has taken for itself. */
export function readOptions(args: readonly string[], environment: Environment = {}): StartOptions {
  const taken = Object.keys(known).find((name) => environment[`npm_config_${name.replaceAll('-', '_')}`] !== undefined);
  if (taken) throw new Error(`npm took --${taken} for itself: write -- before it, like npm start -- --${taken} …`);
  const { values } = readCommandLine({ args: [...args], options: known }, usage);
  const { batch, 'only-files': onlyFiles, ...rest } = values;
  return { ...rest, onlyFiles, batches: batch.flatMap((names) => names.split(',')).filter(Boolean) };
}
