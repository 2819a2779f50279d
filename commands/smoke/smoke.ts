import { batchOf } from '../../functions/core/batch.ts';
import { shelfKey } from '../../functions/core/keys.ts';
import { readOptions } from '../../local/options.ts';
import type { Screen } from '../../local/screen.ts';
import { count, some } from '../../local/tables.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import type { Done, OnStage } from '../door/command.ts';
import { eraseBatch, findBatch } from '../forget/erase-batch.ts';
import { waiting } from '../site/again.ts';
import { refuseOther } from '../site/definition.ts';
import type { Ended } from '../site/site.ts';
import type { Stage } from '../site/stage.ts';
import { ending } from './ending.ts';
import { type Batchful, smallestIn, unlikeAnyOther } from './smallest.ts';

/** `smoke --stage dev` */
export const smoke: OnStage = {
  does: 'tries a stage out: uploads the smallest batch, waits for its report, and erases all of it',
  about: '',
  takes: ['input'],
  here: 'On this machine npm start does the same.',
  more: 'It refuses a stage that has anything of the batch. Where no report comes of it, everything stays to be looked at.',
  async onStage({ values: { input = readOptions([]).input } }, stage, screen) {
    refuseOther(stage);
    const batchful = await smallestIn(input);
    const { batch, files, bytes } = batchful;
    await stage.erasing(async (eraser) => {
      if ((await findBatch(batch, eraser)).length > 0) throw taken(batch, stage.flag);
    });
    await waiting(`Upload ${batch}`, screen, () => upload(batchful, stage));
    screen.line(`${batch}: ${some(files.length, 'file', 'files')} uploaded, ${count(Math.ceil(bytes / 1000))} kB`);
    const ended = await waiting(`${batch} waits for its report`, screen, () => ending(batch, stage));
    if (ended.result !== 'published') return failed(batch, ended, stage);
    screen.line(`${ended.run} is ${ended.lines[0]}`);
    return cleared(batch, { ended, stage, screen });
  },
};

const taken = (batch: string, flag: string) =>
  new Error(
    `The stage has something of ${batch} already, which would be erased with the rest: name a folder with another batch by ` +
      `--input, or erase that first: npm run tributary -- forget ${batch}${flag}`,
  );

async function upload({ files }: Batchful, { bucket, now }: Stage): Promise<void> {
  const before = `smoke-${now().getTime()}`;
  for (const { path, key } of files) {
    await bucket.upload(path, unlikeAnyOther(key, before), 'application/octet-stream');
  }
}

function failed(batch: string, ended: Ended, { flag }: Stage): Done {
  const of = ended.run ? [`  npm run tributary -- show ${ended.run}${flag}`] : [];
  return {
    code: 1,
    lines: [
      `${ended.run || batch}: ${ended.result}`,
      ...ended.lines,
      '',
      'Everything is still there. To look at it, and to erase it then:',
      ...of,
      `  npm run tributary -- forget ${batch}${flag}`,
    ],
    json: ended,
  };
}

interface Over {
  readonly ended: Ended;
  readonly stage: Stage;
  readonly screen: Screen;
}

async function cleared(batch: string, { ended, stage, screen }: Over): Promise<Done> {
  await waiting('Wait for the shelf', screen, () => onShelf(ended.run, stage));
  const erased = await stage.erasing(async (eraser) =>
    eraseBatch({ batch: batchOf(pipeline.period, batch), zones: await findBatch(batch, eraser) }, eraser, screen),
  );
  return {
    lines: [`The stage works. All of ${batch} is erased again: ${count(erased)} objects, old versions counted.`],
    json: { ...ended, erased },
  };
}

/** Waits, for a minute at most, until the pages that lead to the report are written: else they came after it is erased. */
async function onShelf(run: string, { bucket, now, pause }: Stage): Promise<void> {
  const until = now().getTime() + 60_000;
  while (now().getTime() < until && !(await bucket.read(shelfKey))?.text.includes(run)) await pause(5);
}
