import { z } from 'zod';
import type { Source } from '../../functions/definition/define-source.ts';
import { connectors, type Origin, type PulledOrigin } from '../../functions/origins/origins.ts';
import type { Pulled } from '../../functions/origins/pulled.ts';
import { serveSecrets } from './secrets-manager.ts';
import type { Seed } from './seed.ts';
import type { Serve, Served } from './served.ts';

/** `local/origins/stand-ins/<kind>.ts` stands in for the origins of a kind. */
const standIn = z.object({ serve: z.custom<Serve<Pulled>>((value) => typeof value === 'function') });

/** Whether rows of the source are read from somewhere else than the bucket. */
export const isPulled = <Some extends { readonly origin: Origin }>(
  source: Some,
): source is Some & { origin: PulledOrigin } => source.origin.kind !== 'upload';

/** Where the pulled sources come from on a local run. */
export interface LocalOrigins {
  /** What is up, as a person calls it. */
  readonly titles: readonly string[];
  /** What the functions' environment says of it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts what the sources are pulled from and nothing else, with their seeds in it; where that fails, all of it is stopped. */
export async function startOrigins(
  sources: readonly Source[],
  seeds: ReadonlyMap<string, Seed>,
): Promise<LocalOrigins> {
  const seeded = sources.filter(isPulled).flatMap((source) => {
    const seed = seeds.get(source.name);
    return seed ? [{ ...source, seed }] : [];
  });
  const closing: (() => Promise<unknown>)[] = [];
  const stop = async () => void (await Promise.all(closing.map((close) => close())));
  const serve = async (kind: string): Promise<Served> => {
    const { serve } = standIn.parse(await import(`./stand-ins/${kind}.ts`));
    const its = seeded.filter(({ origin }) => origin.kind === kind);
    return serve(its, (close) => closing.push(close));
  };
  const kinds = Object.keys(connectors).filter((kind) => seeded.some(({ origin }) => origin.kind === kind));
  const starting = await Promise.allSettled(kinds.map(serve));
  try {
    const served = starting.flatMap((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    const all = (what: 'environment' | 'secrets' | 'addresses') =>
      Object.fromEntries(served.flatMap((one) => Object.entries(one[what] ?? {})));
    const manager = await serveSecrets(all('secrets'));
    closing.push(manager.close);
    return {
      titles: kinds.flatMap((kind) => seeded.find(({ origin }) => origin.kind === kind)?.origin.title ?? []),
      environment: {
        ...all('environment'),
        AWS_ENDPOINT_URL_SECRETS_MANAGER: manager.endpoint,
        ORIGIN_ADDRESSES: JSON.stringify(all('addresses')),
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
