import type { Manifest } from '../../functions/core/manifest.ts';
import type { Rerun } from '../../functions/core/messages.ts';
import { attemptOf, firstAttempt } from '../../functions/core/run.ts';
import { nextAttempt, readManifest } from '../../functions/core/stored.ts';
import type { Screen } from '../../local/screen.ts';
import type { Done } from '../door/command.ts';
import type { Ended, Site } from './site.ts';

/** Does a run again under the next free number; throws with advice where start would refuse it. */
export async function again(
  { run, accept }: { readonly run: string; readonly accept?: string },
  site: Site,
  screen: Screen,
): Promise<Done> {
  const first = firstAttempt(run);
  refuseChanged(await readManifest(first, site.bucket), site);
  const attempt = await freeAttempt(first, site);
  const rerun: Rerun = { run: first, attempt, ...(accept !== undefined && { accept }) };
  const ended = await waiting(`${first}, attempt ${attempt}`, screen, () =>
    site.making({ uploads: [] }, (maker) => maker.rerun(rerun)),
  );
  return doneWith(ended);
}

/** Step Functions knows the names of executions for 90 days, of runs too that are erased. */
async function freeAttempt(run: string, { bucket, executions }: Site): Promise<number> {
  const taken = (await executions()).flatMap((one) => (firstAttempt(one.run) === run ? [attemptOf(one.run)] : []));
  return Math.max(await nextAttempt(run, bucket), 1 + Math.max(1, ...taken));
}

/** Shows that something goes on while it does. */
export async function waiting<T>(what: string, screen: Pick<Screen, 'begin'>, work: () => Promise<T>): Promise<T> {
  const end = screen.begin(what);
  return work().finally(end);
}

/** What a run that was waited for came to. */
export const doneWith = (ended: Ended): Done => ({
  code: ended.result === 'published' ? 0 : 1,
  lines: [`${ended.run}: ${ended.result}`, ...ended.lines],
  json: ended,
});

function refuseChanged({ run, batch, fingerprint }: Manifest, { definition, flag }: Site): void {
  if (fingerprint === definition) return;
  throw new Error(
    `${run} was made with another definition of the pipeline than what runs there now, so it cannot be done again. ` +
      `This makes ${batch} with the definition of now: npm run tributary -- backfill --from ${batch}${flag}`,
  );
}
