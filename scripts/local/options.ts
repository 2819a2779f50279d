import { parseArgs } from 'node:util';

/** What `npm start` was asked for. */
export interface StartOptions {
  readonly batches: readonly string[];
  readonly input: string;
  readonly out: string;
  readonly store: string;
  /** Why a held run is to be published all the same. */
  readonly accept?: string | undefined;
  readonly verbose: boolean;
  readonly help: boolean;
}

export const usage = `Runs the whole pipeline on this machine: uploads files, and makes their reports.

  npm start -- [options]

  --batch <name>    only this batch; may be repeated, or be a list like 2013-01,2013-02
  --input <folder>  what to upload, laid out as <batch>/<source>/<file>  (sample/incoming)
  --out <folder>    where to put the reports                             (out)
  --store <folder>  where the bucket is kept until the next start        (.tributary)
  --accept <reason> publish a held run all the same; the report shows the reason
  --verbose         show what the functions log, and where an error came from
  --help            show this

The folders of --out and --store may be removed at any time.`;

/** Reads the command line; throws with advice for an option that there is not. */
export function readOptions(args: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        batch: { type: 'string', multiple: true, default: [] },
        input: { type: 'string', default: 'sample/incoming' },
        out: { type: 'string', default: 'out' },
        store: { type: 'string', default: '.tributary' },
        accept: { type: 'string' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { batch, ...rest } = values;
    return { ...rest, batches: batch.flatMap((names) => names.split(',')).filter(Boolean) };
  } catch (error) {
    const [problem] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new Error(`${problem}.\n\n${usage}`, { cause: error });
  }
}
