/** What moved, in values as a person reads them. */
export interface Moved {
  readonly title: string;
  readonly value: string;
  /** `24.3 %`, `3.2 points`, `0.9 min` */
  readonly amount: string;
  readonly up: boolean;
  /** How many times as much it is where that says more than the amount: 2 for about twice, 2.4 for more than twice. */
  readonly times: { readonly by: number; readonly about: boolean } | undefined;
  /** The change a day, where the batches have not as many days and it says something else. */
  readonly perDay: { readonly amount: string; readonly up: boolean } | undefined;
  /** The days that hold most of it, or of its change. */
  readonly days: { readonly list: string; readonly ofChange: boolean; readonly counted: boolean } | undefined;
}

const rose = (up: boolean) => (up ? 'rose' : 'fell');

function verb({ times, up, amount }: Moved): string {
  if (!times) return `${rose(up)} by ${amount}`;
  if (!up) return times.about ? 'halved' : 'more than halved';
  if (times.by >= 4) return `rose to ${Math.floor(times.by)} times as much`;
  const word = times.by >= 2.95 ? 'tripled' : 'doubled';
  return times.about ? word : `more than ${word}`;
}

function most({ days, up }: Moved): string {
  if (!days) return '';
  if (days.ofChange) return `, most of the ${up ? 'rise' : 'fall'} on ${days.list}`;
  return `, most of ${days.counted ? 'them' : 'it'} on ${days.list}`;
}

const rowsOf = (count: string) => (count === '1' ? '1 row' : `${count} rows`);
const allowed = (limit: string) => `${limit} are allowed`;
const byPerson = (accepted: boolean) => (accepted ? ' A person accepted it.' : '');

/** Sentences about the data of a report: its verdict, what was checked, and what changed. */
export const checks = {
  use: { yes: 'Use', with_care: 'Use with care', no: 'Do not use' },
  rejected: {
    none: (title: string, all: string) => `${title}: none of ${rowsOf(all)} rejected.`,
    some: (title: string, rows: string, all: string, share: string, limit: string) =>
      `${title}: ${rows} of ${rowsOf(all)} rejected (${share}); ${allowed(limit)}.`,
    past: (title: string, rows: string, all: string, share: string, limit: string, accepted: boolean) =>
      `${title}: ${rows} of ${rowsOf(all)} rejected (${share}), where ${allowed(limit)}.${byPerson(accepted)}`,
  },
  empty: {
    rows: (title: string, rows: string) => `${title}: ${rowsOf(rows)} read.`,
    allowed: (title: string) => `${title}: no rows, which is allowed.`,
    none: (title: string, accepted: boolean) => `${title}: no rows at all.${byPerson(accepted)}`,
  },
  unreadable: {
    none: (title: string, files: number) =>
      files === 1 ? `${title}: its file could be read.` : `${title}: all ${files} files could be read.`,
    some: (title: string, faults: string) => `${title}: ${faults}`,
  },
  unmatched: {
    none: (title: string, other: string, on: string, all: string) =>
      all === '0'
        ? `${title}: no row points at ${other} by ${on}.`
        : `${title}: each of ${rowsOf(all)} finds its row of ${other} by ${on}.`,
    some: (title: string, other: string, on: string, rows: string, all: string, share: string, limit: string) =>
      `${title}: ${share} of the rows find no row of ${other} by ${on} (${rows} of ${all}); ${allowed(limit)}.`,
  },
  volume: {
    same: (title: string, rows: string, batch: string, list: boolean) =>
      `${title}: ${rowsOf(rows)}${list ? '' : ' a day'}, as many as in ${batch}.`,
    changed: (title: string, rows: string, change: string, up: boolean, batch: string, list: boolean) =>
      `${title}: ${rowsOf(rows)}${list ? '' : ' a day'}, ${change} ${up ? 'more' : 'fewer'} than in ${batch}.`,
    fromNone: (title: string, rows: string, batch: string, list: boolean) =>
      `${title}: ${rowsOf(rows)}${list ? '' : ' a day'}, where ${batch} had none.`,
  },
  late: (title: string, lacks: string) => `${title}: taken at its deadline without ${lacks}.`,
  absent: (title: string) => `${title}: optional, and nothing of it was delivered.`,
  left_out: (title: string, problems: string) => `${title}: optional, and left out: ${problems}`,
  warning: (title: string, text: string) => `${title}: ${text}`,
  days: {
    all: (title: string, days: number) => `${title}: each of the ${days} days has a row.`,
    some: (title: string, list: string, missing: number, days: number) =>
      `${title}: no row for ${list} (${missing} of ${days} days).`,
    none: (title: string, days: number) => `${title}: no row for any of the ${days} days.`,
  },
  not_over: {
    over: 'All days of the period were over when its data were frozen.',
    some: (list: string) =>
      `The period was not over when its data were frozen: ${list} can be missing in part or in whole.`,
  },
  baseline: {
    none: 'There is no report of the batch before to compare with.',
    unreadable: (batch: string) => `The report of ${batch} could not be read, so no change is shown.`,
    partial: (batch: string) =>
      `The report of ${batch} lacks something itself, and a change against it may come from that.`,
    whole: (batch: string) => `Compared with the report of ${batch}, which lacks nothing.`,
  },
  changed: {
    moved: (moved: Moved) => {
      const perDay = moved.perDay && `; ${moved.perDay.amount} ${moved.perDay.up ? 'more' : 'less'} a day`;
      return `${moved.title} ${verb(moved)}, to ${moved.value}${most(moved)}${perDay ?? ''}.`;
    },
    same: (title: string, value: string) => `${title} stayed the same, at ${value}.`,
    hardly: (title: string, value: string) => `${title} hardly changed, at ${value}.`,
    fromZero: (title: string, value: string, batch: string) => `${title}: ${value}, after 0 in ${batch}.`,
    none: (title: string, value: string) => `${title}: ${value}, with nothing to compare with.`,
  },
};
