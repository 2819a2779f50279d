/** What a source may do before the quality gate holds the run. */
export interface Limits {
  /** The largest share of rejected rows, 0 to 1. */
  readonly rejected: number;
  /** Whether a source without a single row holds the run. */
  readonly empty: 'hold' | 'allow';
}
