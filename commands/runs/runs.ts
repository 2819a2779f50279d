import { aligned } from '../../local/tables.ts';
import type { Everywhere } from '../door/command.ts';
import { type Known, knownRuns } from '../site/known.ts';
import { moment, took } from '../site/times.ts';

/** `runs [batch]` */
export const runs: Everywhere = {
  does: 'lists batches and their runs: how each ended, when, and which report holds',
  about: '[batch]',
  takes: [],
  async run({ about }, site) {
    const all = await knownRuns(site, about);
    const json = all.map(({ execution, ...known }) => ({
      ...known,
      startedAt: execution?.startedAt ?? null,
      endedAt: execution?.endedAt ?? null,
    }));
    return { lines: all.length > 0 ? table(all) : [none(about, site.flag)], json };
  },
};

const none = (batch: string, flag: string) =>
  `There is no run${batch && ` of ${batch}`} yet. ${flag ? 'Upload a batch.' : 'Make one: npm start'}`;

const table = (all: readonly Known[]) =>
  aligned('lllllr', [
    ['batch', 'run', 'result', '', 'started (UTC)', 'took'],
    ...all.map(({ batch, run, result, holds, execution }) => [
      batch,
      run,
      result,
      holds ? 'holds' : '',
      moment(execution?.startedAt),
      took(execution?.startedAt, execution?.endedAt),
    ]),
  ]);
