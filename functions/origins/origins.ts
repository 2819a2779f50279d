import type { Connector } from './connector.ts';

/** Every kind of origin, by its name: a folder and a line here. Its code is loaded when a source is read by it. */
export const connectors = {
  upload: loaded(() => import('./upload/reader.ts')),
  postgres: loaded(() => import('./postgres/reader.ts')),
  dynamodb: loaded(() => import('./dynamodb/reader.ts')),
  http: loaded(() => import('./http/reader.ts')),
};

function loaded<Kind>(load: () => Promise<{ connector: Connector<Kind> }>): Connector<Kind> {
  return async (extraction, world) => (await load()).connector(extraction, world);
}

type All = typeof connectors;
/** What a source says of where its rows are, by the kind of origin. */
export type Origins = { readonly [Kind in keyof All]: All[Kind] extends Connector<infer Origin> ? Origin : never };
export type Connectors = { readonly [Kind in keyof Origins]: Connector<Origins[Kind]> };

/** Where the rows of a source come from. Uploads are delivered; all other origins are pulled when a batch is over. */
export type Origin = Origins[keyof Origins];
export type PulledOrigin = Exclude<Origin, { readonly kind: 'upload' }>;

/** The origin of a source, at the server that this stage has for it in place of its own, if any. */
export function onStage({ name, origin }: Named, addresses: Readonly<Record<string, string>>): Origin {
  const url = addresses[name];
  return url !== undefined && 'movedTo' in origin ? origin.movedTo(new URL(url)) : origin;
}
interface Named {
  readonly name: string;
  readonly origin: Origin;
}
