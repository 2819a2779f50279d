import { z } from 'zod';
import type { Connector } from '../../core/connector.ts';
import { jsonText } from '../../core/json.ts';
import type { HttpOrigin, PostgresOrigin } from '../../core/origin.ts';
import { configOptional } from '../config.ts';

/** By source, the URL of a server that is asked instead of its origin; none but in a local run. */
const standIns = () => jsonText(z.record(z.string(), z.url())).parse(configOptional('originStandIns') ?? '{}');

/** The connector, which asks the stand-in of a source where there is one; what else the origin says holds for it too. */
const standingIn =
  <Kind extends HttpOrigin | PostgresOrigin>(
    connector: Connector<Kind>,
    moved: (origin: Kind, to: URL) => Kind,
  ): Connector<Kind> =>
  (extraction, world) => {
    const url = standIns()[extraction.source];
    const { origin } = extraction;
    return connector({ ...extraction, origin: url ? moved(origin, new URL(url)) : origin }, world);
  };

export const httpOrStandIn = (connector: Connector<HttpOrigin>) =>
  standingIn(connector, (origin, to) => ({ ...origin, url: origin.url.replace(/^\w+:\/\/[^/?#]*/, to.origin) }));

export const postgresOrStandIn = (connector: Connector<PostgresOrigin>) =>
  standingIn(connector, (origin, { hostname, port, pathname }) => ({
    ...origin,
    server: { host: hostname, port: Number(port), dbname: pathname.slice(1) },
  }));
