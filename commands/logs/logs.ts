import {
  CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { readManifest } from '../../functions/core/stored.ts';
import type { Screen } from '../../local/screen.ts';
import { aligned } from '../../local/tables.ts';
import type { OnStage } from '../door/command.ts';
import { waiting } from '../site/again.ts';
import { knownRun } from '../site/known.ts';
import type { Stage } from '../site/stage.ts';
import { functionsWith } from '../verify/project.ts';
import { type Line, linesOf, type Written } from './lines.ts';

/** `logs <run>` */
export const logs: OnStage = {
  does: 'shows what all functions said of a run, in order',
  about: '<run>',
  takes: [],
  here: 'On this machine npm start -- --verbose shows what functions log.',
  more: 'CloudWatch keeps what they say for a month.',
  async onStage({ about }, stage, screen) {
    const { run, execution } = await knownRun(stage, about);
    const began = execution?.startedAt ?? (await readManifest(run, stage.bucket)).frozenAt;
    const ended = execution?.endedAt ?? stage.now().toISOString();
    const lines = await readLines({ run, began, ended }, stage, screen);
    return { lines: lines.length > 0 ? table(lines) : [`CloudWatch has nothing of ${run}.`], json: lines };
  },
};

interface Span {
  readonly run: string;
  /** ISO. */
  readonly began: string;
  readonly ended: string;
}

/** What all functions said of a run that lasted so long. */
export async function readLines(
  { run, began, ended }: Span,
  stage: Stage,
  screen: Pick<Screen, 'begin'>,
): Promise<Line[]> {
  const span = { from: Date.parse(began) - before, to: Date.parse(ended) + after };
  const client = new CloudWatchLogsClient({ region: stage.region });
  const written: Written[][] = [];
  for (const step of functionsWith('handler.ts')) {
    const reading = () => readLog({ step, ...span }, stage, client);
    written.push(await waiting(`Read the log of ${step}`, screen, reading));
  }
  return linesOf(run, written.flat());
}

/** start speaks of a run before it begins, notify and shelve after it has ended; in milliseconds. */
const [before, after] = [120_000, 300_000];

interface Asked {
  readonly step: string;
  readonly from: number;
  readonly to: number;
}

async function readLog(
  { step, from, to }: Asked,
  { outputs }: Stage,
  client: CloudWatchLogsClient,
): Promise<Written[]> {
  const [name = ''] = outputs.StateMachineArn.split(':').slice(-1);
  const asked = { logGroupName: `/aws/lambda/${name}-${step}`, startTime: from, endTime: to };
  const found: FilteredLogEvent[] = [];
  try {
    for await (const { events = [] } of paginateFilterLogEvents({ client }, asked)) found.push(...events);
  } catch (error) {
    // A function that never ran has no log.
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return found.map(({ timestamp = 0, message = '' }) => ({ timestamp, step, message }));
}

const table = (lines: readonly Line[]) =>
  aligned(
    'llll',
    lines.map(({ at, step, level, text }) => [at.slice(11, 23), step, level, text]),
  );
