import { z } from 'zod';

/** What stands around the rows of a page, as far as it tells of other pages. */
export interface Envelope {
  /** The page says that it is the last, in so many words. */
  readonly end?: string;
  /** As `end`, of a stream whose cursor always goes on. */
  readonly endOfStream: boolean;
  /** A flag that says that there are more pages. */
  readonly more?: string;
  /** The way to the next page: a link, or a token. */
  readonly next?: string;
  /** What may be a way to the next page, or may not. */
  readonly perhaps?: string;
  /** How many rows or pages there are in all. */
  readonly totals: readonly { readonly name: string; readonly of: 'rows' | 'pages'; readonly count: number }[];
}

const object = z.record(z.string(), z.unknown());

/** Reads what the objects on the way to the rows say, and those beside them that usually speak of pages. */
export function envelopeOf(page: unknown, rows: readonly string[]): Envelope {
  const said = membersOf(page, rows);
  const first = (is: (name: string, value: unknown) => boolean) =>
    said.find(({ plain, value }) => is(plain, value))?.shown;
  const end = first((name, value) => (mores.test(name) && value === false) || (lasts.test(name) && value === true));
  const more = first((name, value) => (mores.test(name) && value === true) || (lasts.test(name) && value === false));
  const next = first((name, value) => ways.test(name) && leads(value));
  const perhaps = first((name, value) => cursors.test(name) && typeof value === 'string' && value !== '');
  const totals = said.flatMap(({ plain, value, shown: name }) => {
    const of = rowTotals.test(plain) ? 'rows' : pageTotals.test(plain) ? 'pages' : undefined;
    return of && typeof value === 'number' ? [{ name, of, count: value } as const] : [];
  });
  return {
    ...(end !== undefined && { end }),
    ...(more !== undefined && { more }),
    ...(next !== undefined && { next }),
    ...(perhaps !== undefined && { perhaps }),
    endOfStream: said.some(({ plain, value }) => plain === 'endofstream' && value === true),
    totals,
  };
}

/** Names are compared in lower case, as letters alone: `hasMore`, `has_more`, `@odata.nextLink`. */
const mores = /^(has)?more(pages|results|available|items)?$|^has(next|nextpage)$|^(is)?truncated$/;
const lasts = /^endofstream$|^(is)?last(page)?$|^done$/;
const ways =
  /^(odata)?next(page|results?|records?|batch)?(url|uri|link|href|token|cursor|marker|key|offset|start)?$|^(next)?continuationtoken$|^lastevaluatedkey$/;
const cursors = /^(end|after)?cursor$|^after$|^scrollid$|^pagetoken$|^bookmark$/;
const rowTotals = /^(total|count|totalcount|totalresults|totalitems|totalrecords|totalelements|totalrows|odatacount)$/;
const pageTotals = /^(totalpages|pagecount|pages|numpages|lastpage)$/;
const beside = /^(meta|metadata|pagination|paging|page|pager|links|pageinfo|cursors|responsemetadata|resultinfo)$/;

const plainName = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');

interface Member {
  readonly plain: string;
  readonly shown: string;
  readonly value: unknown;
}

function membersOf(page: unknown, [key, ...rest]: readonly string[], path: readonly string[] = []): Member[] {
  const members = Object.entries(object.safeParse(page).data ?? {});
  return members.flatMap(([name, value]): Member[] => {
    const own = { plain: plainName(name), shown: [...path, name].join('.'), value };
    if (name === key) return membersOf(value, rest, [...path, name]);
    return beside.test(own.plain) ? [own, ...membersOf(value, [], [...path, name])] : [own];
  });
}

/** A text or a number that is not nothing, or a link as an object (`{"href": …}`). */
function leads(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (typeof value === 'number') return value > 0;
  return Object.values(object.safeParse(value).data ?? {}).some((one) => typeof one === 'string' && one !== '');
}
