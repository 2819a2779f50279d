import { type ErrorName, TributaryError } from '../../core/errors.ts';
import { isLoopback } from '../loopback-host.ts';

/** A URL that may be asked: https, or http within this machine, and never http after https. */
export function checked(address: string, base: URL | undefined, fail: Fail): URL {
  if (!URL.canParse(address, base?.href))
    throw fail('SourceRefused', 'an address is not a URL. Look at url and pages.');
  const url = new URL(address, base);
  const plain =
    url.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[|\]$/g, '')) && base?.protocol !== 'https:';
  if (url.protocol !== 'https:' && !plain) {
    throw fail('SourceRefused', `${shown(url)} is not https${base ? `, and ${shown(base)} leads there` : ''}.`);
  }
  if (url.username || url.password) {
    throw fail('SourceRefused', 'an address holds a user name or password. Name a secret of Secrets Manager instead.');
  }
  return url;
}

/** Without its query, which may hold keys or values of rows. */
export const shown = ({ protocol, host, pathname }: URL): string => `${protocol}//${host}${pathname}`;

export type Fail = (name: ErrorName, message: string) => TributaryError;
export const failure =
  (source: string): Fail =>
  (name, message) =>
    new TributaryError(name, `${source}: ${message}`);
