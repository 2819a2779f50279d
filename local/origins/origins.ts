import type { Origin, Origins, PulledOrigin } from '../../functions/core/origin.ts';
import type { Source } from '../../functions/core/source.ts';
import { serveHttp } from './api.ts';
import { serveDynamoDb } from './dynamodb.ts';
import { servePostgres } from './postgres.ts';
import { serveSecrets } from './secrets-manager.ts';
import type { Seed } from './seed.ts';
import type { Seeded, Serve, Served } from './served.ts';

type Kinds = Omit<Origins, 'upload'>;

/** Every kind of origin that is pulled: what a person calls it, and what stands in for it. */
const kinds: { readonly [Kind in keyof Kinds]: { readonly title: string; readonly serve: Serve<Kinds[Kind]> } } = {
  postgres: { title: 'PostgreSQL', serve: servePostgres },
  dynamodb: { title: 'DynamoDB', serve: serveDynamoDb },
  http: { title: 'an API', serve: serveHttp },
};

export const titleOf = (kind: PulledOrigin['kind']): string => kinds[kind].title;

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
  const serve = async <Kind extends keyof Kinds>(kind: Kind): Promise<(Served & { readonly title: string })[]> => {
    const its = seeded.filter((one): one is typeof one & Seeded<Kinds[Kind]> => one.origin.kind === kind);
    const { title, serve } = kinds[kind];
    return its.length > 0 ? [{ title, ...(await serve(its, (close) => closing.push(close))) }] : [];
  };
  const starting = await Promise.allSettled([serve('postgres'), serve('dynamodb'), serve('http')]);
  try {
    const served = starting.flatMap((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    const all = (what: 'environment' | 'secrets' | 'standIns') =>
      Object.fromEntries(served.flatMap((one) => Object.entries(one[what] ?? {})));
    const manager = await serveSecrets(all('secrets'));
    closing.push(manager.close);
    return {
      titles: served.map(({ title }) => title),
      environment: {
        ...all('environment'),
        AWS_ENDPOINT_URL_SECRETS_MANAGER: manager.endpoint,
        ORIGIN_STAND_INS: JSON.stringify(all('standIns')),
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
