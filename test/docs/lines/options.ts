import type { Duration } from '../../../functions/core/duration.ts';
import { atOnce, type Pulled } from '../../../functions/origins/pulled.ts';

export interface LinesOptions {
  /** Answers `?from=…&to=…` with the rows of that window. */
  readonly url: string;
  readonly settle?: Duration;
}

export interface LinesOrigin extends Pulled, Omit<LinesOptions, 'settle'> {
  readonly kind: 'lines';
  readonly movedTo: (url: URL) => LinesOrigin;
}

/** A server that sends the rows of a window as lines of JSON. */
export const lines = (options: LinesOptions): LinesOrigin => ({
  settle: atOnce,
  ...options,
  kind: 'lines',
  title: 'a server of lines',
  place: `lines of ${options.url}`,
  windowed: true,
  movedTo: ({ href }) => lines({ ...options, url: href }),
});
