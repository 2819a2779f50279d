/** What a source may do before the quality gate holds the run, or before its report is to be used with care. */
export interface Limits {
  /** The largest share of rejected rows, 0 to 1. */
  readonly rejected: number;
  /** Whether a source without a single row holds the run. */
  readonly empty: 'hold' | 'allow';
  /** The largest share of rows that find no partner in a source that they point at, 0 to 1. */
  readonly unmatched: number;
  /** The largest change of its clean rows a day against the batch before: 0.5 is half as many, or half as many again. */
  readonly volume: number;
}

/** What a pipeline says of all of its sources. */
export type LimitsOptions = Pick<Limits, 'rejected' | 'empty'> & Partial<Limits>;

/** Of what it need not say. */
export const usualLimits: Pick<Limits, 'unmatched' | 'volume'> = { unmatched: 0.05, volume: 0.5 };
