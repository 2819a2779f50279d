import { type Batch, exampleOf, parseBatch } from '../core/batch.ts';
import { isHidden, parseIncoming } from '../core/keys.ts';
import type { Source } from '../definition/define-source.ts';
import { type Asked, type LookWorld, look } from './look.ts';
import { type Delivery, type DeliveryResult, readMessage } from './messages.ts';
import { openedBatch } from './open.ts';
import { rerun } from './rerun.ts';

/**
 * Looks once at each batch that the delivery speaks of, and starts the runs that are due. What fails, fails only the
 * messages of its own batch; a message that nobody can read fails too, so that it reaches the dead-letter queue.
 */
export async function start({ Records }: Delivery, world: LookWorld): Promise<DeliveryResult> {
  const failed: string[] = [];
  const tryFor = async (messages: readonly string[], work: () => Promise<void> | void, batch?: string) => {
    try {
      await work();
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      const about = { messages, ...(batch !== undefined && { batch }) };
      world.log.error('A message failed and is delivered again', { ...about, error: name, reason: message });
      failed.push(...messages);
    }
  };

  const asking = new Map<string, Asking>();
  for (const { messageId, body } of Records) {
    await tryFor([messageId], () => {
      const message = readMessage(body);
      if ('rerun' in message) return rerun(message.rerun, world);
      const batch = batchOfMessage(message, world);
      if (!batch) return;
      if ('removed' in message)
        return world.lookAgain(batch.name, Math.min(removedSeconds, world.quietAtMostSeconds), 1);
      const { messages = [], round = Number.POSITIVE_INFINITY, scheduled = false } = asking.get(batch.name) ?? {};
      // What is new begins anew.
      const its = 'round' in message ? message.round : 0;
      asking.set(batch.name, {
        batch,
        messages: [...messages, messageId],
        round: Math.min(round, its),
        scheduled: scheduled || ('open' in message && 'at' in message.open),
      });
    });
  }
  for (const { batch, messages, ...asked } of asking.values()) {
    await tryFor(messages, () => look(batch, asked, world), batch.name);
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

interface Asking extends Asked {
  readonly batch: Batch;
  readonly messages: readonly string[];
}

/** Files are removed one by one too: in the middle of it, what is left is no batch that anybody wants. */
const removedSeconds = 120;

type AskingMessage = Exclude<ReturnType<typeof readMessage>, { readonly rerun: unknown }>;

const markerOf = ({ origin }: Source): string | undefined =>
  origin.kind === 'upload' && 'marker' in origin.complete ? origin.complete.marker : undefined;

/** The batch that a message asks to look at; undefined, and logged, for a file that no source waits for. */
function batchOfMessage(
  message: AskingMessage,
  { pipeline, log }: Pick<LookWorld, 'pipeline' | 'log'>,
): Batch | undefined {
  if ('open' in message) return openedBatch(message, pipeline);
  const ignore = (reason: string) => {
    log.warn('A file is passed over', { ...message, reason });
    return undefined;
  };
  const upload = 'key' in message ? parseIncoming(message.key) : undefined;
  if ('key' in message && !upload) return ignore('Uploads belong into incoming/<batch>/<source>/<file>.');
  const source = upload && pipeline.sources.find(({ name }) => name === upload.source);
  if (upload && !source) {
    const known = pipeline.sources.map(({ name }) => name).join(', ');
    return ignore(`"${upload.source}" is no source of this pipeline, which has ${known}: upload it there, or add it.`);
  }
  if (source && source.origin.kind !== 'upload') {
    return ignore(
      `"${source.name}" is read from a database or an API, so no file of it is: remove it, or upload() it.`,
    );
  }
  if (source && upload && isHidden(upload.file) && upload.file !== markerOf(source)) {
    return ignore('What begins with "." or "_", a folder too, is no data: if it is, name it otherwise.');
  }
  const name = 'batch' in message ? message.batch : (upload?.batch ?? '');
  const { period } = pipeline;
  return (
    parseBatch(period, name) ??
    ignore(`"${name}" names no ${period}: upload it to a real one, like ${exampleOf(period)}.`)
  );
}
