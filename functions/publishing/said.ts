import type { Change, Check, CheckOf } from '../core/checks.ts';
import type { ReportDocument } from '../core/document.ts';
import { writtenAmount, writtenValue } from './figure.ts';
import type { Tongue } from './tongue.tsx';
import type { Moved } from './words/en/checks.ts';

/** The result of a check as a sentence. `batch` is that of the report compared with. */
export function checkSaid(check: Check, batch: string, tongue: Tongue): string {
  const { words, cell, share } = tongue;
  const says = words.checks;
  switch (check.check) {
    case 'rejected':
      return rejectedSaid(check, tongue);
    case 'empty': {
      const { title, rows, allowed, accepted } = check;
      if (rows > 0) return says.empty.rows(title, cell(rows));
      return allowed ? says.empty.allowed(title) : says.empty.none(title, accepted);
    }
    case 'unreadable': {
      const { title, files, faults } = check;
      return faults.length > 0 ? says.unreadable.some(title, faults.join(' ')) : says.unreadable.none(title, files);
    }
    case 'unmatched': {
      const { title, references, on, rows, of, limit } = check;
      const columns = on.join(', ');
      if (rows === 0) return says.unmatched.none(title, references.title, columns, cell(of));
      const counts = [cell(rows), cell(of), share(rows, of), share(limit, 1)] as const;
      return says.unmatched.some(title, references.title, columns, ...counts);
    }
    case 'volume':
      return volumeSaid(check, batch, tongue);
    case 'late':
      return says.late(check.title, check.lacks);
    case 'absent':
      return says.absent(check.title);
    case 'left_out':
      return says.left_out(check.title, check.problems.join(' '));
    case 'warning':
      return says.warning(check.title, check.text);
    case 'days':
      return daysSaid(check, tongue);
    case 'not_over':
      return check.days.length > 0 ? says.not_over.some(tongue.days(check.days)) : says.not_over.over;
    case 'baseline':
      return check.baseline === 'none' ? says.baseline.none : says.baseline[check.baseline](check.batch ?? '');
  }
}

function rejectedSaid(check: CheckOf<'rejected'>, { words, cell, share }: Tongue): string {
  const { title, result, rows, of, limit, accepted } = check;
  const says = words.checks.rejected;
  if (rows === 0) return says.none(title, cell(of));
  const counts = [title, cell(rows), cell(of), share(rows, of), share(limit, 1)] as const;
  return result === 'pass' ? says.some(...counts) : says.past(...counts, accepted);
}

function volumeSaid(check: CheckOf<'volume'>, batch: string, { words, cell, share }: Tongue): string {
  const { title, per, rows, change } = check;
  const says = words.checks.volume;
  const count = cell(rows, { digits: rows < 10 && !Number.isInteger(rows) ? 1 : 0 });
  const isList = per === 'list';
  if (change === null && rows > 0) return says.fromNone(title, count, batch, isList);
  if (!change) return says.same(title, count, batch, isList);
  return says.changed(title, count, share(Math.abs(change), 1), change > 0, batch, isList);
}

function daysSaid({ title, missing, of }: CheckOf<'days'>, { words, days }: Tongue): string {
  const says = words.checks.days;
  if (missing.length === 0) return says.all(title, of);
  return missing.length === of ? says.none(title, of) : says.some(title, days(missing), missing.length, of);
}

/** What became of a figure as a sentence. `batch` is that of the report compared with. */
export function changeSaid(
  change: Change,
  figure: ReportDocument['figures'][number],
  { batch, tongue }: { readonly batch: string; readonly tongue: Tongue },
): string {
  const says = tongue.words.checks.changed;
  const { title } = figure;
  const value = writtenValue(figure, tongue);
  if (change.basis === 'none') return says.none(title, value);
  if (change.direction === 'same') return (change.difference === 0 ? says.same : says.hardly)(title, value);
  if (change.basis === 'zero') return says.fromZero(title, value, batch);
  return says.moved(movedIn(change, figure, tongue));
}

function movedIn(change: Change, figure: ReportDocument['figures'][number], tongue: Tongue): Moved {
  const { direction, perDay, days, hold } = change;
  const counted = figure.unit === '' && figure.currency === undefined;
  const list = tongue.list(days.toSorted().map(tongue.shortDay));
  const times = timesOf(figure);
  return {
    title: figure.title,
    value: writtenValue(figure, tongue),
    amount: writtenAmount(figure, tongue),
    up: direction === 'up',
    times,
    perDay: perDay === null || times ? undefined : { amount: tongue.share(Math.abs(perDay), 1), up: perDay > 0 },
    days: hold === null ? undefined : { list, ofChange: hold === 'change', counted },
  };
}

/** Twice and more, or half and less, says more than a difference. */
function timesOf({ value, previous }: ReportDocument['figures'][number]): Moved['times'] {
  const by = Number(value) / Number(previous);
  if (!(Number(value) > 0 && Number(previous) > 0) || (by > 0.51 && by < 1.95)) return undefined;
  return { by, about: by < 1 ? by > 0.49 : by < 2.05 || (by > 2.95 && by < 3.05) };
}
