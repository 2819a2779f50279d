import { parseArgs } from 'node:util';
import { nearest } from '../../functions/core/nearest.ts';
import { parsed } from '../../local/command-line.ts';

/** Every option there is, known once; a command names those that it takes. */
export const options = {
  stage: { type: 'string', takes: '<name>', help: 'a deployed stage; without it the bucket that npm start keeps' },
  region: { type: 'string', takes: '<name>', help: 'where the stage is (that of serverless.yml)' },
  json: { type: 'boolean', help: 'the result as JSON; what happens meanwhile goes to stderr' },
  verbose: { type: 'boolean', help: 'where an error came from' },
  help: { type: 'boolean', help: 'show this' },
  source: { type: 'string', takes: '<name>', help: 'of this source alone' },
  csv: { type: 'boolean', help: 'all of them as CSV' },
  copy: { type: 'string', takes: '<folder>', help: 'put the page, its tables and report.json there' },
  reason: { type: 'string', takes: '"<why>"', help: 'the report shows it' },
  yes: { type: 'boolean', help: 'do not ask' },
  from: { type: 'string', takes: '<batch>', help: 'the first batch' },
  to: { type: 'string', takes: '<batch>', help: 'the last one (the first)' },
  'dry-run': { type: 'boolean', help: 'list what would be done, and do nothing' },
  input: { type: 'string', takes: '<folder>', help: 'what to upload, as <batch>/<source>/<file> (sample/incoming)' },
  seed: { type: 'string', takes: '<folder>', help: 'on this machine: what databases and APIs hold (sample/seed)' },
  'only-files': { type: 'boolean', help: 'on this machine: no database and no API' },
  out: { type: 'string', takes: '<folder>', help: 'on this machine: where to put the reports (out)' },
  store: { type: 'string', takes: '<folder>', help: 'on this machine: where the bucket is kept (.tributary)' },
} as const;

export type OptionName = keyof typeof options;

/** Those of every command. */
export const always: readonly OptionName[] = ['stage', 'region', 'store', 'json', 'verbose', 'help'];
/** Those of every command that makes runs. */
export const ofRuns: readonly OptionName[] = ['seed', 'only-files', 'out'];

const parse = (args: readonly string[]) => parsed({ args: [...args], options, allowPositionals: true });
export type Values = ReturnType<typeof parse>['values'];

/** What a command was asked for. */
export interface Asked {
  readonly values: Values;
  /** What stands behind the name of the command, such as a run; empty where nothing does. */
  readonly about: string;
}

interface Taking {
  /** What stands behind its name, in the words of the usage: `<run>`, `[batch]`, or nothing. */
  readonly about: string;
  readonly takes: readonly OptionName[];
}

/** Reads what stands behind the name of a command; throws with what is wrong. */
export function readAsked(args: readonly string[], { about, takes }: Taking): Asked {
  const known: readonly string[] = [...always, ...takes];
  const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
  const strange = tokens.flatMap((one) => (one.kind === 'option' && !known.includes(one.name) ? [one] : []))[0];
  if (strange) throw new Error(`${strange.rawName} is no option here.${meant(strange.name, known, '--')}`);
  const { values, positionals } = parse(args);
  if (positionals.length > (about === '' ? 0 : 1)) throw new Error(`${positionals.at(-1)} is one word too many.`);
  if (about.startsWith('<') && positionals.length === 0) throw new Error(`Which ${about.slice(1, -1)}?`);
  if (values.region !== undefined && values.stage === undefined) {
    throw new Error('A region is of a stage: say --stage too.');
  }
  return { values, about: positionals[0] ?? '' };
}

/** The name that was meant, as a question; nothing where none is near. */
export function meant(name: string, known: Iterable<string>, before = ''): string {
  const guess = nearest(name, known);
  return guess === undefined ? '' : ` Did you mean ${before}${guess}?`;
}

/** Throws where npm has taken an option for itself. */
export function refuseTaken(environment: Readonly<Record<string, string | undefined>>): void {
  const names = Object.keys(options).filter((name) => name !== 'yes');
  const taken = names.find((name) => environment[`npm_config_${name.replaceAll('-', '_')}`] !== undefined);
  if (taken)
    throw new Error(`npm took --${taken} for itself: write -- first, like npm run tributary -- runs --${taken} …`);
}
