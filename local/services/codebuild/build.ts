import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed, unpack, type Zips } from '../zips.ts';
import { type Buildspec, isWanted, phaseNames, readBuildspec } from './buildspec.ts';
import { runCommands, type Shell } from './commands.ts';

/** An object of S3, `bucket/key`. */
type Location = string;

/** What is built, and how. */
export interface Order {
  /** A zip. */
  readonly source: Location;
  /** A file of the source, or the text of one. */
  readonly buildspec: string;
  /** Where the zip of what was made is put; undefined where nothing of it stays. */
  readonly artifacts: Location | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BuildPhase.html */
interface Phase {
  readonly phaseType: string;
  readonly phaseStatus: 'SUCCEEDED' | 'FAILED';
  readonly startTime: number;
  readonly endTime: number;
  readonly contexts: readonly { readonly statusCode: string; readonly message: string }[];
}

export interface Outcome {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly phases: readonly Phase[];
  readonly artifacts: { readonly location: string; readonly sha256sum: string } | undefined;
}

interface Around {
  readonly zips: Zips;
  readonly hear: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Does what a buildspec says, in a copy of the source that nothing stays of; rejects where it is stopped. */
export async function build(order: Order, around: Around): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'build-'));
  const log = new PhaseLog(around.signal);
  try {
    const spec = await log.phase('DOWNLOAD_SOURCE', () => download(order, folder, around.zips));
    if (spec) await runPhases(spec, { folder, environment: order.environment, ...around }, log);
    const { artifacts: location } = order;
    const artifacts =
      log.isWell && spec?.artifacts && location !== undefined
        ? await log.phase('UPLOAD_ARTIFACTS', () => upload(artifactsIn(spec, folder), location, around.zips))
        : undefined;
    return { status: log.isWell ? 'SUCCEEDED' : 'FAILED', phases: log.phases, artifacts };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The phases of a build, as they are done. */
class PhaseLog {
  readonly phases: Phase[] = [];
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get isWell(): boolean {
    return this.phases.every(({ phaseStatus }) => phaseStatus === 'SUCCEEDED');
  }

  /** Gives what its work comes to, undefined where that fails; rejects where the build is stopped. */
  async phase<T>(phaseType: string, work: () => Promise<T>): Promise<T | undefined> {
    const startTime = now();
    const end = (phaseStatus: Phase['phaseStatus'], statusCode = '', message = '') =>
      void this.phases.push({ phaseType, phaseStatus, startTime, endTime: now(), contexts: [{ statusCode, message }] });
    try {
      const done = await work();
      end('SUCCEEDED');
      return done;
    } catch (error) {
      this.#signal.throwIfAborted();
      end('FAILED', 'COMMAND_EXECUTION_ERROR', error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }
}

const now = () => Date.now() / 1000;

async function download({ source, buildspec }: Order, folder: string, zips: Zips): Promise<Buildspec> {
  await unpack(await zips.read(...split(source)), folder);
  return readBuildspec(await textOf(buildspec, folder));
}

/** Runs the commands; what comes after a build is done whether that went well or not. */
async function runPhases(spec: Buildspec, shell: Shell, log: PhaseLog): Promise<void> {
  const environment = { ...spec.env.variables, ...shell.environment, CODEBUILD_SRC_DIR: shell.folder };
  for (const name of phaseNames) {
    const goesOn = log.isWell || (name === 'post_build' && log.phases.at(-1)?.phaseType === 'BUILD');
    if (!goesOn) break;
    await log.phase(name.toUpperCase(), () => runCommands(spec.phases[name].commands, { ...shell, environment }));
  }
}

function artifactsIn({ artifacts }: Buildspec, folder: string): Uint8Array {
  const { files = [], 'base-directory': base = '.' } = artifacts ?? {};
  return packed(join(folder, base), isWanted(files));
}

async function upload(zip: Uint8Array, location: Location, zips: Zips) {
  await zips.write(...split(location), zip);
  return { location: `arn:aws:s3:::${location}`, sha256sum: createHash('sha256').update(zip).digest('hex') };
}

function split(location: Location): [bucket: string, key: string] {
  const [bucket = '', ...key] = location.split('/');
  return [bucket, key.join('/')];
}

const textOf = (buildspec: string, folder: string) =>
  buildspec.includes('\n') ? Promise.resolve(buildspec) : readFile(join(folder, buildspec), 'utf8');
