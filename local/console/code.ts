import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';
import { functionsWith } from '../../commands/verify/project.ts';
import { refuseMistyped } from '../../commands/verify/verify.ts';
import { forThisMachine } from '../../deployment/build-options.js';
import { fingerprint } from '../../deployment/fingerprint.ts';
import type { Pipeline } from '../../functions/definition/define-pipeline.ts';
import type { LocalCloud } from '../cloud.ts';
import { builtCode, type Code } from '../functions.ts';
import { isPulled } from '../origins/origins.ts';
import { problemsIn } from './problems.ts';
import type { Problem } from './world.ts';

const namesRun = z.object({ run: z.string() });
const pipelineModule = z.object({ pipeline: z.custom<Pipeline>((value) => typeof value === 'object') });

/** The code of `functions/` and `pipeline/`, and the order in `statemachines/`, as they were saved last. */
export class SavedCode {
  /** What is wrong with it; what was loaded before goes on meanwhile. */
  problems: readonly Problem[] = [];
  /** Of the `pipeline/` that is loaded. */
  fingerprint: string;
  /** What that says. */
  pipeline: Pipeline;
  readonly #folder = resolve(`node_modules/.cache/tributary/saved-${process.pid}`);
  /** That of runs that are under way: each goes on with what it began with. */
  readonly #ofRuns = new Map<string, Code>();
  /** The sources whose databases and APIs are up. */
  readonly #pulled: readonly string[];
  #now: Code = builtCode;
  #loads = 0;

  constructor(fingerprint: string, pipeline: Pipeline) {
    this.fingerprint = fingerprint;
    this.pipeline = pipeline;
    this.#pulled = pipeline.sources.filter(isPulled).map(({ name }) => name);
    process.once('exit', () => rmSync(this.#folder, { recursive: true, force: true }));
  }

  readonly code: Code = (step, event) => {
    const run = namesRun.safeParse(event).data?.run;
    return (this.#ofRuns.get(run ?? '') ?? this.#now)(step, event);
  };

  /** The run goes on with the code of now, until it has ended. */
  begins(run: string): void {
    this.#ofRuns.set(run, this.#now);
  }

  ends(run: string): void {
    this.#ofRuns.delete(run);
  }

  /**
   * Loads what was saved, all of it or nothing; true where `pipeline/` says something else than before. Where it cannot be
   * used, `problems` tell why.
   */
  async load({ readMachine }: Pick<LocalCloud, 'readMachine'>): Promise<boolean> {
    try {
      const said = await fingerprint();
      const folder = await this.#bundle(said);
      const load = (file: string): Promise<unknown> => import(pathToFileURL(join(folder, file)).href);
      const { pipeline } = pipelineModule.parse(await load('pipeline/pipeline.mjs'));
      await refuseMistyped(pipeline);
      refuseNewOrigin(pipeline, this.#pulled);
      const takeMachine = await readMachine();
      takeMachine();
      this.pipeline = pipeline;
      this.#now = (step) => load(`functions/${step}/handler.mjs`);
      this.problems = [];
      const isOther = said !== this.fingerprint;
      this.fingerprint = said;
      return isOther;
    } catch (error) {
      this.problems = problemsIn(error);
      return false;
    }
  }

  /** Under a name of its own, since a module that was loaded stays what it is. */
  async #bundle(said: string): Promise<string> {
    const outdir = join(this.#folder, String(++this.#loads));
    const handlers = functionsWith('handler.ts').map((step) => `functions/${step}/handler.ts`);
    await build({
      ...forThisMachine,
      entryPoints: [...handlers, 'pipeline/pipeline.ts'],
      outdir,
      outbase: '.',
      outExtension: { '.js': '.mjs' },
      splitting: true,
      define: { 'process.env.PIPELINE_FINGERPRINT': JSON.stringify(said) },
      logLevel: 'silent',
    });
    return outdir;
  }
}

function refuseNewOrigin({ sources }: Pipeline, up: readonly string[]): void {
  const added = sources.filter(isPulled).find(({ name }) => !up.includes(name));
  if (!added) return;
  const { name, origin } = added;
  throw new Error(
    `pipeline/sources/${name}.ts: ${name} is read from ${origin.kind}, and what is read from comes up when npm run dev starts: stop it, and start it again.`,
  );
}
