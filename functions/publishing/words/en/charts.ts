/** A value and when it was, in words that `when` has made. */
export interface ValueAt {
  readonly when: string;
  readonly value: string;
}

const missingOf = (one: string, many: string) => (count: number, all: number, which: string) =>
  `${count} of ${all} ${all === 1 ? one : many} ${count === 1 ? 'has' : 'have'} no value: ${which}.`;

/** What charts say of what they show. */
export const charts = {
  dataTable: 'Data table',
  dataOf: (title: string) => `Data of ${title}`,
  noRows: 'No rows',
  noValues: 'No values',
  cut: (drawn: string, all: string) =>
    `Drawn from the first ${drawn} of ${all} rows: aggregate them in the table's SQL.`,
  repeated: (rows: string, values: string, column: string) =>
    `${rows} rows have but ${values} values of ${column}: aggregate them in the table's SQL, one row for each.`,
  firstRows: (shown: string, all: string) => `The first ${shown} of ${all} rows.`,
  /** A place of the axis, as a sentence names it. */
  when: {
    day: (day: string) => `on ${day}`,
    week: (monday: string) => `in the week of ${monday}`,
    month: (month: string) => `in ${month}`,
    year: (year: string) => `in ${year}`,
    moment: (moment: string) => `on ${moment}`,
    label: (label: string) => `for “${label}”`,
  },
  highAndLow: (high: ValueAt, low: ValueAt) =>
    `Highest ${high.when} (${high.value}), lowest ${low.when} (${low.value}).`,
  high: ({ when, value }: ValueAt) => `Highest ${when}: ${value}.`,
  highTotal: ({ when, value }: ValueAt, parts: string) => `Highest total ${when}: ${value}. Highest of each: ${parts}.`,
  highPart: (name: string, { when, value }: ValueAt) => `${name} ${when} (${value})`,
  alone: ({ when, value }: ValueAt) => `${value} ${when}.`,
  same: (value: string) => `${value} throughout.`,
  startAndEnd: (first: ValueAt, last: ValueAt) =>
    `Starts ${first.when} (${first.value}), ends ${last.when} (${last.value}).`,
  extent: (from: string, to: string) => (from === to ? `${from}.` : `From ${from} to ${to}.`),
  firstAndLast: (first: string, last: string) => `First: ${first}. Last: ${last}.`,
  firstAndLastShown: (first: string, last: string) => `First: ${first}. Last of those shown: ${last}.`,
  only: (one: string) => `${one}.`,
  labelled: (label: string, value: string) => `${label}, ${value}`,
  of: (name: string, says: string) => `${name}: ${says}`,
  mark: (batch: string) => `${batch}, the report before`,
  before: (column: string, batch: string) => `${column}, ${batch}`,
  weeks: {
    sum: 'A bar is a week, the sum of its days.',
    mean: 'A bar is a week, the mean of its days.',
  },
  missing: {
    day: missingOf('day', 'days'),
    week: missingOf('week', 'weeks'),
    month: missingOf('month', 'months'),
    year: missingOf('year', 'years'),
    moment: missingOf('time', 'times'),
    label: missingOf('row', 'rows'),
  },
  andMore: (named: string, more: number) => `${named} and ${more} more`,
};
