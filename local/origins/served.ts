import type { Source } from '../../functions/definition/define-source.ts';
import type { Pulled } from '../../functions/origins/pulled.ts';
import type { Seed } from './seed.ts';

/** A pulled source, with what it holds on a local run. */
export interface Seeded<Origin extends Pulled = Pulled> extends Pick<Source, 'name' | 'contract'> {
  readonly origin: Origin;
  readonly seed: Seed;
}

/** What the functions have to know of a server that stands in for the origins of one kind. */
export interface Served {
  /** Their environment, as far as AWS clients read it by themselves. */
  readonly environment?: Readonly<Record<string, string>>;
  /** By source, the URL that it is read at. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** By name, what Secrets Manager holds. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/**
 * Starts a server for all sources of a kind on a free port of the loopback address, and puts their seeds in. How to
 * close what is open is told at once, so that nothing stays behind where the rest fails.
 */
export type Serve<Origin extends Pulled> = (
  sources: readonly Seeded<Origin>[],
  toClose: (close: () => Promise<unknown>) => void,
) => Promise<Served>;

/** No secret of anybody: who asks for it is on this machine, and what it opens ends with this process. */
export const localCredential = 'known-on-this-machine-alone';
