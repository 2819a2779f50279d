import { batchOf } from '../../functions/core/batch.ts';
import { readLatest } from '../../functions/publishing/latest.ts';
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

/** So long a run may take to begin: a batch is waited for until it is quiet. */
const beginsInSeconds = 900;

/** How the run ends that the batch wants at last. */
async function ending(batch: string, stage: Stage): Promise<Ended> {
  const until = stage.now().getTime() + beginsInSeconds * 1000;
  for (;;) {
    const run = await wantedIn(batch, stage);
    if (run !== undefined) {
      const ended = await stage.endingOf(run);
      if (run === (await wantedIn(batch, stage))) return ended;
    } else if (stage.now().getTime() > until) return notBegun(batch, stage);
    else await stage.pause(5);
  }
}

const wantedIn = async (batch: string, { bucket }: Stage) => (await readLatest(batch, bucket)).latest.wanted.at(-1);

async function notBegun(batch: string, stage: Stage): Promise<Ended> {
  const standing = await stage.making({ uploads: [] }, ({ standingOf }) => standingOf(batchOf(pipeline.period, batch)));
  const why = standing.is === 'waiting' ? `It waits for ${standing.for}.` : 'It is due, and start has not begun it.';
  const lines = [
    `${why} What start says of it is in the log of the function; what it could not read is sent again by:`,
    `  npm run tributary -- resend${stage.flag}`,
  ];
  return { run: '', result: 'not begun', lines };
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
  const erased = await stage.erasing(async (eraser) => eraseBatch(await findBatch(batch, eraser), eraser, screen));
  return {
    lines: [`The stage works. All of ${batch} is erased again: ${count(erased)} objects, old versions counted.`],
    json: { ...ended, erased },
  };
}
