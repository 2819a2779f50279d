import { readdir } from 'node:fs/promises';
import { accept } from '../../commands/accept/accept.ts';
import { rerun } from '../../commands/rerun/rerun.ts';
import { localSite } from '../../commands/site/local.ts';
import type { Maker, Site } from '../../commands/site/site.ts';
import { attemptId } from '../../functions/core/run.ts';
import type { Session } from '../session.ts';
import { operationsOn } from '../states/service/operations.ts';
import { type Action, type Actions, Refused } from './actions.ts';
import type { SavedCode } from './code.ts';
import type { Examples } from './examples.ts';
import type { Inbox } from './inbox.ts';
import type { Live } from './live.ts';
import { startWithExamples } from './with-examples.ts';

interface Parts {
  readonly session: Session;
  readonly live: Live;
  readonly code: SavedCode;
  readonly inbox: Inbox;
  readonly examples: Examples;
}

const sample = 'sample/incoming';

/** What a person may ask for on this machine, done by the code of the commands. */
export function liveActions({ session, live, code, inbox, examples }: Parts): Actions {
  const work = async (asked: Action): Promise<unknown> => {
    switch (asked.action) {
      case 'rerun':
        return rerun.run({ about: asked.batch, values: {} }, siteOf(session, live, code), session.screen);
      case 'accept': {
        const { run, reason } = asked;
        return accept.run({ about: run, values: { reason } }, siteOf(session, live, code), session.screen);
      }
      case 'open':
        return live.open(asked.batch);
      case 'sample': {
        if ((await readdir(inbox.folder)).length > 0) throw new Refused(`${inbox.folder} is not empty.`);
        return inbox.copy(sample);
      }
    }
  };
  return {
    start: startWithExamples(operationsOn(session.cloud.states), examples),
    inputs: (machine) => examples.inputs(machine),
    act: async (action) => {
      await work(action).catch((error: unknown) => {
        throw new Refused(error instanceof Error ? error.message : String(error), { cause: error });
      });
    },
    put: (path, body) => inbox.put(path, body),
  };
}

/** This machine, where everything is up already. */
function siteOf(session: Session, live: Live, code: SavedCode): Site {
  const maker: Pick<Maker, 'rerun'> = {
    rerun: async (asked) => {
      const run = attemptId(asked.run, asked.attempt);
      await live.rerun(asked, run);
      return { run, result: 'not begun', lines: [] };
    },
  };
  const refuse = async () => Promise.reject(new Refused('The console makes no batch that way.'));
  return {
    ...localSite(session.options, session.screen),
    definition: code.fingerprint,
    bucket: session.cloud.bucket,
    making: (_, work) => work({ standingOf: refuse, open: refuse, ...maker }),
  };
}
