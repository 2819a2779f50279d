import type { Everywhere } from '../door/command.ts';
import { knownRun } from '../site/known.ts';
import { linesOf } from './lines.ts';
import { type Shown, shownOf } from './shown.ts';

/** `show <run>` */
export const show: Everywhere = {
  does: 'shows a run: its states and how long they took, its rows, why it is held or failed',
  about: '<run>',
  takes: [],
  async run({ about }, site, { columns }) {
    const shown = await shownOf(await knownRun(site, about), site);
    return { lines: linesOf(shown, site.flag, columns), json: jsonOf(shown) };
  },
};

function jsonOf({ known, manifest, quality, states, failure, page, console }: Shown) {
  const { execution, ...of } = known;
  return {
    ...of,
    startedAt: execution?.startedAt ?? null,
    endedAt: execution?.endedAt ?? null,
    comparedWith: manifest?.comparedWith ?? null,
    waiver: manifest?.waiver ?? null,
    states,
    sources: quality.map(({ source, files, read, clean, rejected, duplicates, problems }) => ({
      source,
      files: files.length,
      read,
      clean,
      rejected,
      duplicates,
      problems,
    })),
    failure: failure ?? null,
    page: page ?? null,
    console: console ?? null,
  };
}
