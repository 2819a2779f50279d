import { statSync } from 'node:fs';
import { definitionOf } from '../deployment/distributed.ts';
import type { Pipeline } from '../functions/definition/define-pipeline.ts';
import { type Distributed, distributedOf } from '../functions/definition/distributed.ts';
import { pipeline } from '../pipeline/pipeline.ts';
import { tablesFor } from './athena.ts';
import { type LocalCloud, startLocalCloud, type Watcher } from './cloud.ts';
import { keepCode } from './code-of-run.ts';
import { keeping, statesIn } from './executions.ts';
import { lockFolder, openFolder } from './folder.ts';
import type { Code } from './functions.ts';
import type { StartOptions } from './options.ts';
import { startOrigins } from './origins/origins.ts';
import { type Plan, uploadAll } from './plan.ts';
import { watcherOn } from './progress.ts';
import type { Screen } from './screen.ts';
import { openStore, type Store } from './store.ts';
import { originsLine } from './tell.ts';

/** What a local run works with. */
export interface Session {
  readonly plan: Plan;
  readonly cloud: LocalCloud;
  /** Put back already. */
  readonly kept: Store;
  readonly options: StartOptions;
  readonly screen: Screen;
}

interface Asked extends Pick<Session, 'plan' | 'options' | 'screen'> {
  /** What has to hold before anything runs; it throws where that does not. */
  readonly check?: () => Promise<void>;
  /** Whoever else wants to see what happens. */
  readonly watcher?: Watcher;
  readonly code?: Code;
  /** What the runs are made with, where that changes. */
  readonly pipelineNow?: () => Pipeline;
}

/** Does the work with everything up that the pipeline needs, and stops all of it at the end, whatever that is. */
export async function inSession<T>(
  { plan, options, screen, check, ...asked }: Asked,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  await openFolder(options.out, '--out');
  const lock = await lockFolder(options.store, '--store');
  if (options.onlyFiles) uploadAll(pipeline);
  // It takes seconds, beside all that comes before the first run.
  const origins = startOrigins(pipeline.sources, plan.seeds);
  const started = screen.begin('Bring up what the sources are read from');
  try {
    await check?.();
    const tells = watcherOn(screen, options.verbose, () => cloud.bucket);
    const { pipelineNow = () => pipeline } = asked;
    const notes: Watcher = { begins: ({ name }) => keepCode(name, pipelineNow(), cloud.bucket) };
    let kept: Store | undefined;
    const cloud: LocalCloud = await startLocalCloud({
      keep: async () => kept?.save(),
      watcher: keeping(options.store, both(notes, both(tells, asked.watcher))),
      store: statesIn(options.store),
      ...(asked.code && { code: asked.code }),
      tables: tablesFor(pipelineNow),
      written: () => definitionOf(asAsked(pipelineNow(), options, plan)),
    });
    try {
      const opened = openStore(options.store, cloud.s3, cloud.bucketName);
      await opened.restore();
      kept = opened;
      const { environment, titles } = await origins.up;
      Object.assign(process.env, environment);
      started();
      for (const line of originsLine(options, titles, [...plan.seeds.keys()])) screen.line(line);
      return await work({ plan, cloud, kept: opened, options, screen });
    } finally {
      await cloud.stop();
    }
  } finally {
    await origins.stop();
    lock.release();
  }
}

/** The pipeline as the options have it run here. */
export const asAsked = (
  pipeline: Pipeline,
  { distributed }: Pick<StartOptions, 'distributed'>,
  plan: Plan,
): Pipeline => (distributed ? { ...pipeline, distributed: distributedIn(plan) } : pipeline);

/** Every source is read in parts: the largest file in eight, where they have a size that is worth it. */
function distributedIn({ batches }: Plan): Distributed {
  const sizes = [...batches.values()].flat().map(({ path }) => statSync(path).size);
  const { partBytes } = distributedOf({ fromBytes: 0 });
  const eighth = Math.ceil(Math.max(0, ...sizes) / 8);
  return distributedOf({ fromBytes: 0, partBytes: Math.min(partBytes, Math.max(eighth, 32 * 1024)), concurrency: 2 });
}

/** Tells two watchers all that happens, the first of the two first. */
const both = (one: Watcher, other: Watcher = {}): Watcher => ({
  begins: async (execution) => {
    await one.begins?.(execution);
    await other.begins?.(execution);
  },
  calls: (...call) => {
    const [tellOne, tellOther] = [one.calls?.(...call), other.calls?.(...call)];
    return (ended) => {
      tellOne?.(ended);
      tellOther?.(ended);
    };
  },
  ends: async (execution) => {
    await one.ends?.(execution);
    await other.ends?.(execution);
  },
  logs: (...line) => {
    one.logs?.(...line);
    other.logs?.(...line);
  },
  hears: () => {
    one.hears?.();
    other.hears?.();
  },
});
