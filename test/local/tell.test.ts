import { z } from 'zod';
import type { ReportDocument } from '../../functions/core/document.ts';
import { readOptions } from '../../local/options.ts';
import {
  endLines,
  originsLine,
  resultLines,
  type Told,
  typeLines,
  uploadLine,
  uselessLines,
} from '../../local/tell.ts';

const plain = (text: string) => text;
const style = { bold: plain, dim: plain, green: plain, red: plain, columns: 80 };
const nothing = { added: [], changed: [], removed: [] };
const told = (outcome: Told['outcome'], more: Partial<Told> = {}): Told => ({
  batch: '2025-01',
  uploaded: nothing,
  ran: true,
  notices: [],
  mail: [],
  outcome,
  ...more,
});

it('says what of the files is new', () => {
  const files = [{ path: 'a', key: 'incoming/2025-01/orders/a' }];
  expect(uploadLine(files, { added: ['a'], changed: [], removed: ['b', 'c'] })).toBe('  1 file: 1 new, 2 removed');
  expect(uploadLine(files, nothing)).toBe('  1 file: none of them new');
});

it('says what is up, and what it is filled with', () => {
  const options = readOptions(['--seed', 'mine']);
  expect(originsLine(options, ['PostgreSQL', 'an API'], ['orders', 'customers'])).toEqual([
    'PostgreSQL and an API are up on this machine, seeded from mine.',
  ]);
  expect(originsLine(options, ['an API'], ['customers'])).toEqual(['An API is up on this machine, seeded from mine.']);
  expect(originsLine({ ...options, onlyFiles: true }, [], ['orders', 'customers'])).toEqual([
    'No database and no API: orders and customers are uploaded from mine too.',
  ]);
  expect(originsLine(options, [], [])).toEqual([]);
});

it('gives the error of a failed run, and what to do', () => {
  const failed = told({ result: 'failed', run: 'r', error: 'TableFailed', cause: 'no such column' });
  const [reason, advice, page] = resultLines(failed, 'out', style);
  expect(reason).toBe('  failed: TableFailed: no such column');
  expect(advice).toContain('Start again once the cause is gone');
  expect(page).toContain('out/r/r/run.html');
  expect(endLines([failed], readOptions([]), style)).toEqual([
    'Next: see above what to correct, then start again.',
    '2025-01  failed',
  ]);
});

it('says what a batch waits for, and what was told of it', () => {
  const waiting = told(
    { result: 'waiting' },
    { ran: false, notices: ['A batch waits for files: orders'], mail: [{ subject: 'hello', message: '' }] },
  );
  expect(resultLines(waiting, 'out', style)).toEqual([
    '  A batch waits for files: orders',
    '  message: hello',
    '  no run was started',
  ]);
});

describe('a batch whose report was made before', () => {
  const run = {
    id: 'r',
    attempt: 1,
    execution: '',
    startedAt: '',
    codeVersion: '',
    dollars: null,
    inputs: [],
    pulled: [],
  };
  const none = {
    checks: [],
    files: [],
    changes: [],
    figures: [],
    tables: [],
    quality: [],
    absent: [],
    late: [],
    joins: [],
    lineage: [],
    pulled: [],
  };
  const report: ReportDocument = {
    $schema: 'tributary/report/1',
    title: 'Shop',
    batch: { name: '2025-01', from: '2025-01-01', to: '2025-02-01' },
    result: 'published',
    comparedWith: null,
    waiver: null,
    verdict: { use: 'yes', next: null, says: 'Use' },
    definition: 'f',
    run,
    ...none,
  };
  const outcome = { result: 'published', run: 'r', holds: 'r', page: 'p', report } as const;

  it('says what it has compared, and how a change of anything else is run', () => {
    expect(resultLines(told(outcome, { ran: false }), 'out', style)).toEqual([
      '  Nothing changed in incoming/ or pipeline/ since the report was made.',
      '  A change in functions/ or statemachines/ is run with --again.',
    ]);
    const [, anew] = resultLines(told(outcome, { ran: false, pulls: true }), 'out', style);
    expect(anew).toBe(
      '  A change in functions/ or statemachines/, or of what a database or an API holds, is run with --again.',
    );
  });

  it('says so too where files came back that were there before', () => {
    const back = told(outcome, { ran: false, uploaded: { ...nothing, changed: ['a'] } });
    expect(resultLines(back, 'out', style)).toEqual([
      '  These files made a report before, which is the latest again.',
      '  A change in functions/ or statemachines/ is run with --again.',
    ]);
  });
});

it('says what mends a held run: other files, or what the database or the API holds', () => {
  const adviceOn = (...pulled: string[]) => {
    const quality = [{ source: 'orders', problems: [], rejections: [], files: [], holds: true, leftOut: false }];
    const report = z.custom<ReportDocument>().parse({ quality, pulled: pulled.map((source) => ({ source })) });
    const held = told({ result: 'held', run: 'r', holds: null, page: 'reports/2025-01/r/quality.html', report });
    return resultLines(held, 'out', style).join('\n');
  };
  expect(adviceOn('customers')).toContain('correct the files, and start again;');
  expect(adviceOn('customers')).not.toContain('--again');
  expect(adviceOn('orders')).toContain('start with --again');
  expect(adviceOn('orders')).not.toContain('correct the files');
});

const published = (run: string) => {
  const report = z.custom<ReportDocument>().parse({ waiver: null });
  return told({ result: 'published', run, holds: run, page: `reports/2025-01/${run}/index.html`, report });
};

it('says that --again had no effect where every run was made for the first time, and only there', () => {
  const ends = (...results: Told[]) => endLines(results, readOptions(['--again']), style).join();
  expect(ends(published('2025-01-abc'))).toContain('--again had no effect');
  expect(ends(published('2025-01-abc'), published('2025-02-abc_2'))).not.toContain('--again');
  const failed = told({ result: 'failed', run: '2025-01-abc', error: 'TableFailed', cause: '' });
  expect(ends(failed)).not.toContain('--again');
});

it('tells what TypeScript says of pipeline/, and who refuses it', () => {
  expect(typeLines([])).toEqual([]);
  expect(typeLines(['pipeline/pipeline.ts: line 7: there is no option "limit" here.'])).toEqual([
    'TypeScript says of pipeline/, which verify, dev and deploy refuse for it:',
    '- pipeline/pipeline.ts: line 7: there is no option "limit" here.',
  ]);
});

it('tells what was given and has no effect', () => {
  const options = readOptions(['--input', 'in', '--seed', 'mine', '--only-files']);
  expect(uselessLines({ strays: ['a.csv', '2025-01/b.csv'] }, options, [])).toEqual([
    'Passed over in in, outside of <batch>/<source>/: a.csv and 2025-01/b.csv.',
    '--seed has no effect: no source is read from a database or an API.',
    '--only-files has no effect: every source is uploaded.',
  ]);
  expect(uselessLines({ strays: [] }, options, ['stock'])).toEqual([]);
  const failed = told({ result: 'failed', run: 'r', error: 'TableFailed', cause: '' });
  expect(endLines([failed], readOptions(['--accept', 'why']), style)).toContainEqual(
    expect.stringMatching(/^--accept had no effect/),
  );
});
