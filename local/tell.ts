import type { ReportDocument } from '../functions/core/document.ts';
import { pageKey } from '../functions/core/keys.ts';
import { english } from '../functions/core/language.ts';
import { problemLines } from '../functions/core/quality.ts';
import { attemptOf } from '../functions/core/run.ts';
import { isAcceptable, mendedBy } from '../functions/publishing/gate.ts';
import { unclear } from '../functions/report/unclear.ts';
import { pipeline } from '../pipeline/pipeline.ts';
import type { BatchResult } from './batch.ts';
import { runPagePath } from './console/run-page.ts';
import { pathOf } from './copy.ts';
import { type InputFile, passedOver, type Uploaded } from './input.ts';
import { readOptions, type StartOptions } from './options.ts';
import type { Plan } from './plan.ts';
import type { Screen } from './screen.ts';
import { careLines, count, figureLines, list, rejectionLines, some, sourceLines } from './tables.ts';

type Style = Pick<Screen, 'bold' | 'dim' | 'green' | 'red' | 'columns'>;

/** What is about to happen, and where. */
export const introLine = ({ input, store }: StartOptions, batches: number): string =>
  `Runs the pipeline on this machine: ${some(batches, 'batch', 'batches')} from ${input}, the bucket kept in ${store}.`;

/** What TypeScript says of `pipeline/`, a line each: an option that there is not has no effect. */
export const typeLines = (problems: readonly string[]): string[] =>
  problems.length === 0
    ? []
    : [
        'TypeScript says of pipeline/, which verify, dev and deploy refuse for it:',
        ...problems.map((one) => `- ${one}`),
      ];

/** What was given and has no effect, a line each. */
export function uselessLines(
  { strays }: Pick<Plan, 'strays'>,
  { input, seed, onlyFiles }: StartOptions,
  pulled: readonly string[],
): string[] {
  const { seed: usual } = readOptions([]);
  return [
    ...passedOver(strays, input),
    ...(pulled.length === 0 && seed !== usual
      ? ['--seed has no effect: no source is read from a database or an API.']
      : []),
    ...(pulled.length === 0 && onlyFiles ? ['--only-files has no effect: every source is uploaded.'] : []),
  ];
}

/** What the pulled sources come from; nothing where there are none. */
export function originsLine(
  { onlyFiles, seed }: StartOptions,
  titles: readonly string[],
  pulled: readonly string[],
): string[] {
  if (pulled.length === 0) return [];
  if (onlyFiles) return [`No database and no API: ${list.format(pulled)} are uploaded from ${seed} too.`];
  const up = `${list.format(titles)} ${titles.length === 1 ? 'is' : 'are'} up on this machine, seeded from ${seed}.`;
  return [up.charAt(0).toUpperCase() + up.slice(1)];
}

/** What of a batch's files is new in the bucket. */
export function uploadLine(files: readonly InputFile[], { added, changed, removed }: Uploaded): string {
  const told = (keys: readonly string[], word: string) => keys.length > 0 && `${count(keys.length)} ${word}`;
  const news = [told(added, 'new'), told(changed, 'changed'), told(removed, 'removed')].filter(Boolean);
  return `  ${some(files.length, 'file', 'files')}: ${news.join(', ') || 'none of them new'}`;
}

/** All that is to be told of a batch. */
export interface Told extends BatchResult {
  readonly batch: string;
  readonly uploaded: Uploaded;
  /** Whether it has sources that are not uploaded. */
  readonly pulls?: boolean;
}

/** What a batch came to, with its rows and figures, or with what is wrong and what to do. */
export function resultLines(
  { batch, outcome, ran, uploaded, pulls, notices, mail }: Told,
  out: string,
  style: Style,
): string[] {
  const { bold, dim, green, red, columns } = style;
  const said = [...notices, ...mail.map(({ subject }) => `message: ${subject}`)];
  const result = (): string[] => {
    switch (outcome.result) {
      case 'published': {
        if (!ran) return [green(unchanged(uploaded)), anew(pulls)];
        const problems = problemLines(outcome.report.quality);
        const report = outcome.report;
        const blocks = [
          sourceLines(report, columns),
          rejectionLines(report),
          [...problems, ...unclear(pipeline.report, report.tables)],
          figureLines(report, columns).map(bold),
          careLines(report),
          dollarLines(report).map(dim),
        ];
        return blocks.flatMap((lines) => (lines.length > 0 ? ['', ...lines] : []));
      }
      case 'held':
        return [
          red('held: nothing was published, because of'),
          ...problemLines(outcome.report.quality).map((problem) => `  ${problem}`),
          ...rejectionLines(outcome.report).map((reason) => `  ${reason}`),
          `See ${pathOf(outcome.page, out)}, ${correct(outcome.report)}${isAcceptable(outcome.report.quality) ? ';' : '.'}`,
          isAcceptable(outcome.report.quality)
            ? 'or accept what is only past its limits: npm start -- --accept <reason>'
            : 'What cannot be read cannot be accepted, so --accept does not help here.',
          ...(outcome.holds
            ? [`The report before holds: ${pathOf(pageKey(batch, outcome.holds, 'published'), out)}`]
            : []),
        ];
      case 'failed':
        return [
          red(`failed: ${outcome.error}: ${outcome.cause}`),
          'Nothing was published. Start again once the cause is gone; --verbose shows more.',
          ...(ran ? [`See ${runPagePath(outcome.run, out)}: every step with its input, its error and its logs.`] : []),
        ];
      case 'waiting':
        return [red('no run was started')];
    }
  };
  return [...said, ...result()].map((line) => (line ? `  ${line}` : ''));
}

/** What is to be corrected of a held run; what is read is not read again by a start alone. */
function correct(report: ReportDocument): string {
  const { upload, rerun } = mendedBy(report);
  return [
    ...(upload ? ['correct the files, and start again'] : []),
    ...(rerun ? ['correct what the database or the API holds, and start with --again, which reads it anew'] : []),
  ].join('; ');
}

const dollarLines = ({ run: { dollars } }: ReportDocument) =>
  dollars === null ? [] : [`On AWS it would have cost about $${english.cell(dollars, { digits: 4 })}.`];

const unchanged = ({ added, changed, removed }: Uploaded) =>
  added.length + changed.length + removed.length > 0
    ? 'These files made a report before, which is the latest again.'
    : 'Nothing changed in incoming/ or pipeline/ since the report was made.';

/** What makes no new run, and how it is run all the same. */
const anew = (pulls = false) =>
  `A change in functions/ or statemachines/${pulls ? ', or of what a database or an API holds,' : ''} is run with --again.`;

/** What to do next, then where the page of each batch is: the last line is that of the last report. */
export function endLines(results: readonly Told[], { out, accept, again }: StartOptions, { bold }: Style): string[] {
  const of = (result: Told['outcome']['result']) => results.filter(({ outcome }) => outcome.result === result).length;
  const held = results.some(({ outcome }) => outcome.result === 'held');
  const waived = results.some(({ outcome }) => 'report' in outcome && outcome.report.waiver !== null);
  return [
    ...(accept !== undefined && !held && !waived ? ['--accept had no effect: nothing was held.'] : []),
    ...(again && results.every(({ outcome }) => 'page' in outcome && attemptOf(outcome.run) === 1)
      ? ['--again had no effect: these runs were made for the first time.']
      : []),
    of('published') === results.length
      ? 'Next: open the page in a browser.'
      : 'Next: see above what to correct, then start again.',
    ...results.map(({ batch, outcome }) => endLine(batch, outcome, (page) => bold(pathOf(page, out)))),
  ];
}

/** How it ended, and where its page is; nowhere where there is none. */
export const endLine = (name: string, outcome: Told['outcome'], told: (page: string) => string): string =>
  [name, outcome.result, ...('page' in outcome ? [told(outcome.page)] : [])].join('  ');
