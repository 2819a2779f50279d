import { setTimeout as pause } from 'node:timers/promises';
import { openStage } from '../../commands/site/stage.ts';
import { config } from '../../functions/platform/config.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import { planOfSeeds } from '../plan.ts';
import type { Screen } from '../screen.ts';
import { inSession, type Session } from '../session.ts';
import { SavedCode } from './code.ts';
import { Examples } from './examples.ts';
import { exportedWorld } from './exported-world.ts';
import { Inbox } from './inbox.ts';
import { listen } from './listen.ts';
import { Live, watcherOf } from './live.ts';
import { liveActions } from './live-actions.ts';
import { liveWorld } from './live-world.ts';
import type { DevOptions } from './options.ts';
import { pageFiles } from './page-files.ts';
import { serverOf } from './server.ts';
import { stageWorld } from './stage-world.ts';
import { whenSaved } from './watch.ts';
import type { ConsoleWorld } from './world.ts';

/** `npm run dev`: the pipeline on this machine, a stage or an exported history, and its console, until somebody stops it. */
export async function dev(options: DevOptions, screen: Screen): Promise<number> {
  const { stage, region, history, port } = options;
  if (history !== undefined) return look(exportedWorld(history), port, screen);
  if (stage !== undefined) return look(stageWorld(stage, await openStage(stage, region), screen), port, screen);
  return live(options, screen);
}

/** Shows what only is looked at. */
async function look(world: ConsoleWorld, port: number | undefined, screen: Screen): Promise<never> {
  const url = await listen(serverOf(world, await pageFiles()), port);
  screen.line(`${screen.bold(url)} shows ${world.about().place}. Ctrl-C ends it.`);
  return new Promise(() => undefined);
}

async function live(options: DevOptions, screen: Screen): Promise<number> {
  const plan = await planOfSeeds(options.start, pipeline);
  const code = new SavedCode(config('fingerprint'), pipeline);
  let running: Live | undefined;
  const watcher = watcherOf(code, () => running);
  const asked = { plan, options: options.start, screen, watcher, code: code.code, pipelineNow: () => code.pipeline };
  return inSession(asked, async (session) => {
    const inbox = new Inbox(options.start.input);
    const live = new Live(session, code, inbox);
    running = live;
    const url = await show({ session, live, code, inbox }, options.port);
    screen.line(`${screen.bold(url)} shows the runs; ${inbox.folder}/<batch>/<source>/ takes files. Ctrl-C ends it.`);
    return goOn(live, inbox);
  });
}

interface Shown {
  readonly session: Session;
  readonly live: Live;
  readonly code: SavedCode;
  readonly inbox: Inbox;
}

async function show(shown: Shown, port: number | undefined): Promise<string> {
  const { session, live, code, inbox } = shown;
  const { cloud, options } = session;
  const examples = new Examples(options.store, live.changes);
  const actions = liveActions({ ...shown, examples });
  const world = liveWorld({ cloud, live, code, actions, examples, store: options.store, inbox: inbox.folder });
  return listen(serverOf(world, await pageFiles()), port);
}

const lookEveryMilliseconds = 200;

/** Takes what is saved and what arrives, for as long as the process lives. */
async function goOn(live: Live, inbox: Inbox): Promise<never> {
  await live.keep();
  whenSaved(['pipeline', 'functions', 'statemachines'], live.loadCode);
  await live.loadCode();
  for (;;) {
    await live.lookIntoInbox().catch((error: unknown) => live.fails(`${inbox.folder}: ${String(error)}`));
    await pause(lookEveryMilliseconds);
  }
}
