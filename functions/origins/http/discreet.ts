import { TributaryError } from '../../core/errors.ts';
import type { Log } from '../../core/world.ts';
import type { ConnectorWorld } from '../connector.ts';

/** A server may send a secret back in any header, address or body: none leaves in a message or a log, however it is written. */
export async function discreetly<Result>(
  world: ConnectorWorld,
  work: (world: ConnectorWorld) => Promise<Result>,
): Promise<Result> {
  const secrets = new Set<string>();
  const masked = (text: string) =>
    [...secrets]
      .sort((a, b) => b.length - a.length)
      .reduce((rest, secret) => rest.replace(anywhere(secret), '***'), text);
  const secret: ConnectorWorld['secret'] = async (name, options) => {
    const value = await world.secret(name, options);
    for (const written of waysToWrite(value.trim())) secrets.add(written);
    return value;
  };
  const discreet =
    (level: keyof Log): Log[typeof level] =>
    (message, facts = {}) => {
      const shown = Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? masked(fact) : fact]);
      world.log[level](masked(message), Object.fromEntries(shown));
    };
  const log: Log = { info: discreet('info'), warn: discreet('warn'), error: discreet('error') };
  const warn: ConnectorWorld['warn'] = (sentence) => world.warn(masked(sentence));
  try {
    return await work({ ...world, secret, log, warn });
  } catch (error) {
    if (error instanceof TributaryError) throw new TributaryError(error.name, masked(error.message));
    throw error;
  }
}

/** An address writes it percent-encoded, and a host in lower case. */
const anywhere = (secret: string) => new RegExp(secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');

const waysToWrite = (value: string) =>
  [value, encodeURIComponent(value), encodeURI(value), JSON.stringify(value).slice(1, -1), base64(value)].filter(
    Boolean,
  );

const base64 = (value: string) => Buffer.from(value).toString('base64').replace(/=+$/, '');
