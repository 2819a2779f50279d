import { reportSchema } from '../../functions/core/document.ts';
import { documentKey } from '../../functions/core/keys.ts';
import { problemLines } from '../../functions/core/quality.ts';
import { readStored } from '../../functions/core/stored.ts';
import { isAcceptable } from '../../functions/publishing/gate.ts';
import type { Everywhere } from '../door/command.ts';
import { ofRuns } from '../door/options.ts';
import { again } from '../site/again.ts';
import { correctAdvice } from '../site/held.ts';
import { type Known, knownRun } from '../site/known.ts';
import type { Site } from '../site/site.ts';

/** `accept <run> --reason "<why>"` */
export const accept: Everywhere = {
  does: 'publishes a held run all the same; the report shows the reason',
  about: '<run>',
  takes: ['reason', ...ofRuns],
  more: 'It accepts rows past the limits, never a file that could not be read.',
  async run({ about, values: { reason = '' } }, site, screen) {
    if (reason.trim() === '') throw new Error('Why? Say --reason "<why>": the report shows it.');
    const known = await knownRun(site, about);
    await refuseUnacceptable(known, site);
    return again({ run: known.run, accept: reason.trim() }, site, screen);
  },
};

async function refuseUnacceptable({ run, batch, result }: Known, { bucket }: Site): Promise<void> {
  if (result !== 'held') throw new Error(`${run} was not held, so there is nothing to accept: it is ${result}.`);
  const document = await readStored(reportSchema.pick({ quality: true }), documentKey(batch, run), bucket);
  const quality = document?.quality ?? [];
  if (isAcceptable(quality)) return;
  const problems = problemLines(quality.filter(({ holds }) => holds));
  throw new Error(`${run} cannot be accepted, as files cannot be read. ${correctAdvice}\n${problems.join('\n')}`);
}
