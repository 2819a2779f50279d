import { incomingPrefix } from '../../functions/core/keys.ts';
import type { Need } from './calls.ts';

/**
 * What the function.yml of a step has to say more, so that it may do this; nothing where it needs nothing. The names
 * are those of sources and tables: with batches and runs, they become `*`.
 */
export function remedyOf(step: string, needs: readonly Need[], names: readonly string[]): string {
  const of = (...actions: string[]) => needs.filter(({ action }) => actions.includes(action));
  const others = needs.filter((need) => !of('s3:GetObject', 's3:ListBucket', 's3:PutObject').includes(need));
  const additions = Object.entries({
    reads: of('s3:GetObject', 's3:ListBucket').map((need) => folded(need.prefix ?? keyOf(need), names)),
    writes: of('s3:PutObject').map((need) => folded(keyOf(need), names)),
    permissions: others.map(({ action, resource }) => `${action} on ${resource}`),
  }).filter(([, lines]) => lines.length > 0);
  const told = additions.map(([list, lines]) => `to ${list}: ${[...new Set(lines)].sort().join(', ')}`);
  return told.length > 0 ? `functions/${step}/function.yml: add ${told.join('; ')}` : '';
}

const keyOf = ({ resource }: Need) => resource.replace(/^<Bucket\.Arn>\//, '');

/** A key of one run as `reads` and `writes` say it of all. */
const folded = (key: string, names: readonly string[]): string =>
  key.startsWith(incomingPrefix)
    ? `${incomingPrefix}*`
    : key
        .split('/')
        .map((part) => foldedPart(part, names))
        .join('/');

function foldedPart(part: string, names: readonly string[]): string {
  const [stem = '', ...extension] = part.split('.');
  const isOfOneRun = /^\d{4}(-|$)/.test(part); // a batch, a run, or an object of a snapshot
  const isListed = part === ''; // behind the last `/` of a folder
  if (isOfOneRun || isListed) return '*';
  return names.includes(stem) ? ['*', ...extension].join('.') : part;
}
