import { readCommandLine } from '../command-line.ts';
import { type StartOptions, readOptions as startOptions } from '../options.ts';

/** What `npm run dev` was asked for. */
export interface DevOptions {
  /** As `npm start` would be told; `input` is the folder that is watched. */
  readonly start: StartOptions;
  readonly port: number | undefined;
  /** A deployed stage, to look at. */
  readonly stage: string | undefined;
  readonly region: string | undefined;
  /** A file with the history of an execution, as the AWS CLI exports it. */
  readonly history: string | undefined;
}

export const usage = `Keeps the whole pipeline up on this machine, and shows it on a page of 127.0.0.1: its runs as they go, each
state's data, logs and errors. What is put into inbox/<batch>/<source>/ is uploaded and run; what is saved in pipeline/ is
run at once, what is saved in functions/ with the next run.

  npm run dev -- [options]

  --input <folder>   what is watched, laid out as <batch>/<source>/<file>    (inbox)
  --port <number>    where the page is                                       (4700)
  --stage <name>     look at a deployed stage instead, and change nothing
  --region <name>    where that is                              (that of serverless.yml)
  --history <file>   look at what aws stepfunctions get-execution-history has written
  --seed, --out, --store, --verbose                    as npm start has them
  --help             show this`;

const own = {
  port: { type: 'string' },
  stage: { type: 'string' },
  region: { type: 'string' },
  history: { type: 'string' },
  input: { type: 'string', default: 'inbox' },
  seed: { type: 'string' },
  out: { type: 'string' },
  store: { type: 'string' },
  verbose: { type: 'boolean' },
} as const;

/** Reads the command line; throws with advice for an option that there is not. */
export function readOptions(args: readonly string[]): DevOptions {
  const { port, stage, region, history, ...rest } = readCommandLine({ args: [...args], options: own }, usage).values;
  const number = port === undefined ? undefined : Number(port);
  if (number !== undefined && !(Number.isInteger(number) && number >= 0 && number < 65_536)) {
    throw new Error(`${port} is no port: say a number from 0 to 65535.`);
  }
  const start = Object.entries(rest).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : typeof value === 'string' ? [`--${name}`, value] : [],
  );
  return { start: startOptions(start), port: number, stage, region, history };
}
