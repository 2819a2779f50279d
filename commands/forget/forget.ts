import { createInterface } from 'node:readline/promises';
import { batchOf } from '../../functions/core/batch.ts';
import type { Screen } from '../../local/screen.ts';
import { count } from '../../local/tables.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import type { Everywhere } from '../door/command.ts';
import { comparedWith, eraseBatch, findBatch, refuseUnderWay, zoneLines } from './erase-batch.ts';

/** `forget <batch>` */
export const forget: Everywhere = {
  does: 'erases a batch for good: its files, runs and reports, old versions too',
  about: '<batch>',
  takes: ['yes', 'out'],
  more:
    'It lists what there is and asks, unless --yes is said. What is in logs and in Step Functions, names and counts, ends\n' +
    'by age: until then (90 days) the same files start no run by themselves, and rerun makes one.',
  async run({ about, values: { yes } }, site, screen) {
    const batch = batchOf(pipeline.period, about);
    await refuseUnderWay(batch.name, site);
    return site.erasing(async (eraser) => {
      const zones = await findBatch(batch.name, eraser);
      if (zones.length === 0) throw new Error(`There is nothing of ${batch.name} to erase.`);
      for (const line of zoneLines(zones)) screen.line(line);
      if (!yes) await confirmed(batch.name, screen);
      const shown = await comparedWith(batch, eraser);
      const erased = await eraseBatch({ batch, zones }, eraser, screen);
      const again = `${shown} was compared with it and shows its figures: npm run tributary -- rerun ${shown}${site.flag}`;
      return {
        lines: [`${batch.name} is erased: ${count(erased)} objects, old versions counted.`, ...(shown ? [again] : [])],
        json: { batch: batch.name, erased, comparedWithIt: shown ?? null },
      };
    });
  },
};

/** Throws unless the person types the batch. */
async function confirmed(batch: string, screen: Pick<Screen, 'line'>): Promise<void> {
  if (!process.stdin.isTTY) throw new Error('Nobody is there to be asked: say --yes to erase all of it.');
  screen.line('Nothing brings it back.');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(`Type ${batch} to erase all of it: `).finally(() => lines.close());
  if (answer.trim() !== batch) throw new Error('Nothing was erased.');
}
