import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { incomingPrefix, parseIncoming } from '../../functions/core/keys.ts';
import type { Rerun } from '../../functions/core/messages.ts';
import { messageOf } from '../../functions/core/told.ts';
import { sentence } from '../batch.ts';
import type { Watcher } from '../cloud.ts';
import { copyReports, pathOf } from '../copy.ts';
import { objectCreated } from '../events.ts';
import { inTurn } from '../in-turn.ts';
import { passedOver, uploadBatch } from '../input.ts';
import { outcomeOf } from '../outcome.ts';
import type { Session } from '../session.ts';
import type { Execution } from '../states/service/executions.ts';
import { endLine } from '../tell.ts';
import { Refused } from './actions.ts';
import { Changes } from './changes.ts';
import type { SavedCode } from './code.ts';
import type { Inbox } from './inbox.ts';
import { writeRunPage } from './run-page.ts';

/** The pipeline on this machine, as long as `npm run dev` lasts: runs start as files arrive and code is saved. */
export class Live {
  readonly changes = new Changes();
  /** What start said of batches of which no run began. */
  #said: readonly string[] = [];
  readonly #session: Session;
  readonly #code: SavedCode;
  readonly #inbox: Inbox;
  readonly #copied = new Map<string, string>();

  constructor(session: Session, code: SavedCode, inbox: Inbox) {
    this.#session = session;
    this.#code = code;
    this.#inbox = inbox;
  }

  /** What people are told, a sentence each. */
  get notices(): readonly string[] {
    const { strays, folder } = this.#inbox;
    return [...passedOver(strays, folder), ...this.#said];
  }

  /** Keeps what the bucket holds now, and puts the reports where they are read. */
  readonly keep = inTurn(async () => {
    const { cloud, kept, options } = this.#session;
    await cloud.shelve();
    this.changes.tell();
    await kept.save(); // first, as whoever stops the process may do it now
    await copyReports(cloud, options.out, this.#copied);
  });

  /** Keeps a run that has ended, with a page that shows it, and says how it ended. */
  async keepRun(execution: Execution): Promise<void> {
    const { cloud, options, screen } = this.#session;
    const { name: run } = execution;
    await this.keep();
    await writeRunPage(run, cloud, { ...options, name: this.#code.pipeline.name });
    const outcome = await outcomeOf(cloud.bucket, run, execution);
    screen.line(`  ${endLine(run, outcome, (page) => screen.bold(pathOf(page, options.out)))}`);
  }

  /**
   * Uploads what is new in the inbox, and withdraws what a batch has no more; several batches one after the other, so that
   * each is compared with the one before.
   */
  readonly lookIntoInbox = inTurn(async () => {
    const { cloud } = this.#session;
    const before = this.#inbox.strays.join('\n');
    const found = await this.#inbox.look();
    if (this.#inbox.strays.join('\n') !== before) this.changes.tell();
    for (const [at, [batch, files]] of [...found].entries()) {
      if (at > 0) await this.#idle();
      const { added, changed, removed } = await uploadBatch(cloud, batch, files);
      const uploads = [...added, ...changed];
      const objects = (await cloud.bucket.list(`${incomingPrefix}${batch}/`)).filter(({ key }) =>
        uploads.includes(key),
      );
      if (objects.length > 0) await this.offer(objects.map((one) => objectCreated(cloud.bucketName, one)));
      else if (removed.length > 0) await this.open(batch);
    }
  });

  /** Takes the code as it was saved; where `pipeline/` changed, the newest batch is made with it. */
  readonly loadCode = inTurn(async () => {
    const isOther = await this.#code.load(this.#session.cloud);
    this.changes.tell();
    if (!isOther) return;
    const keys = (await this.#session.cloud.bucket.list(incomingPrefix)).map(({ key }) => key);
    const newest = keys
      .flatMap((key) => parseIncoming(key)?.batch ?? [])
      .sort()
      .at(-1);
    if (newest !== undefined) await this.open(newest);
  });

  open(batch: string): Promise<void> {
    return this.offer([{ open: { batch } }]);
  }

  /** Does a run again; resolves when it has begun. Throws Refused where start does not begin it. */
  async rerun(rerun: Rerun, run: string): Promise<void> {
    await this.offer([{ rerun }]);
    const { states } = this.#session.cloud;
    const isKnown = states.list(states.machineArn('pipeline')).some(({ name }) => name === run);
    if (!isKnown) throw new Refused(this.#said.join(' ') || `${run} did not begin.`);
  }

  /** Resolves when no run is under way. */
  async #idle(): Promise<void> {
    while (this.#session.cloud.states.list().some(({ end }) => !end)) await pause(50);
  }

  /** Notes what could not be done. */
  fails(notice: string): void {
    if (this.#said[0] === notice) return;
    this.#said = [notice];
    this.changes.tell();
  }

  /** Hands messages to start, and notes what it says of batches without a run. */
  async offer(messages: readonly object[]): Promise<void> {
    try {
      const said = await this.#session.cloud.offer(messages);
      this.#said = said.filter((line) => !named.safeParse(line).success).map(sentence);
    } catch (error) {
      this.fails(messageOf(error));
    }
    this.changes.tell();
  }
}

const named = z.looseObject({ run: z.string() });

/** Tells the live pipeline what happens, which begins before it is there. */
export const watcherOf = (code: SavedCode, live: () => Live | undefined): Watcher => ({
  begins: async ({ name }) => code.begins(name),
  ends: async (execution) => {
    code.ends(execution.name);
    await live()?.keepRun(execution);
  },
  hears: () => live()?.changes.tell(),
});
