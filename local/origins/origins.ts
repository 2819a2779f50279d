import { z } from 'zod';
import type { Source } from '../../functions/definition/define-source.ts';
import { connectors, type Origin, type PulledOrigin } from '../../functions/origins/origins.ts';
import type { Pulled } from '../../functions/origins/pulled.ts';
import { listenOnLoopback } from '../loopback.ts';
import { secretsManager } from '../services/secrets-manager.ts';
import type { Seed } from './seed.ts';
import type { Seeded, Serve, Served } from './served.ts';

/** `local/origins/stand-ins/<kind>.ts` stands in for the origins of a kind. */
const standIn = z.object({ serve: z.custom<Serve<Pulled>>((value) => typeof value === 'function') });

/** Whether rows of the source are read from somewhere else than the bucket. */
export const isPulled = <Some extends { readonly origin: Origin }>(
  source: Some,
): source is Some & { origin: PulledOrigin } => source.origin.kind !== 'upload';

/** Where the pulled sources come from on a local run. */
export interface LocalOrigins {
  /** Rejects where one does not start, and all are stopped. */
  readonly up: Promise<Up>;
  /** At once, even those that are still starting. */
  stop(): Promise<void>;
}

interface Up {
  /** What is up, as a person calls it. */
  readonly titles: readonly string[];
  /** What the functions' environment says of it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts what the sources are pulled from and nothing else, with their seeds in it. */
export function startOrigins(sources: readonly Source[], seeds: ReadonlyMap<string, Seed>): LocalOrigins {
  const seeded = sources.filter(isPulled).flatMap((source) => {
    const seed = seeds.get(source.name);
    return seed ? [{ ...source, seed }] : [];
  });
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => void (await Promise.all(closing.splice(0).map((one) => one())));
  let stopped = false;
  const starting = startAll(seeded, (one) => {
    closing.push(one);
    if (stopped) throw new Error('It was stopped while it started.');
  });
  const up = starting.catch((error: unknown) => close().then(() => Promise.reject(error)));
  up.catch(() => undefined); // told where it is awaited
  return {
    up,
    stop: async () => {
      stopped = true;
      await close();
      await starting.catch(() => undefined);
      await close(); // what was started meanwhile
    },
  };
}

async function startAll(seeded: readonly Seeded[], toClose: (close: () => Promise<unknown>) => void): Promise<Up> {
  const serve = async (kind: string): Promise<Served> => {
    const { serve } = standIn.parse(await import(`./stand-ins/${kind}.ts`));
    const its = seeded.filter(({ origin }) => origin.kind === kind);
    return serve(its, toClose);
  };
  const kinds = Object.keys(connectors).filter((kind) => seeded.some(({ origin }) => origin.kind === kind));
  const starting = await Promise.allSettled(kinds.map(serve));
  const served = starting.flatMap((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  const all = (what: 'environment' | 'secrets' | 'addresses') =>
    Object.fromEntries(served.flatMap((one) => Object.entries(one[what] ?? {})));
  const manager = await listenOnLoopback(secretsManager(all('secrets')));
  toClose(manager.close);
  return {
    titles: kinds.flatMap((kind) => seeded.find(({ origin }) => origin.kind === kind)?.origin.title ?? []),
    environment: {
      ...all('environment'),
      AWS_ENDPOINT_URL_SECRETS_MANAGER: manager.url,
      ORIGIN_ADDRESSES: JSON.stringify(all('addresses')),
    },
  };
}
