import { createHash } from 'node:crypto';
import type { Connector, ConnectorWorld, Extraction } from '../connector.ts';
import { writeSnapshot } from '../write-snapshot.ts';
import { checked, type Fail, failure } from './address.ts';
import { discreetly } from './discreet.ts';
import { nextOf, unread } from './ends.ts';
import type { HttpOrigin } from './options.ts';
import { type Page, pageOf, type Reading, textAt } from './page.ts';
import { getter } from './request.ts';
import { ordinaryPatience, type Patience } from './retry.ts';

/** Said every so many pages. */
const progressPages = 100;
/** Honest rows may fill a page or two with the same; an API that does not heed the way to the next page never ends. */
const mostAlike = 20;

/**
 * Reads a JSON API page by page; one page is held at a time. Every row is written as the API wrote it, digit by digit.
 * ETags are not used: a snapshot is always pulled whole and once, so there is never an older body that a 304 could
 * stand for.
 */
export const connectHttp =
  (patience: Patience = ordinaryPatience): Connector<HttpOrigin> =>
  (extraction, world) =>
    discreetly(world, (discreet) => writeSnapshot(extraction, lines(extraction, discreet, patience), discreet));

export const connector = connectHttp();

type Extracted = Extraction<HttpOrigin>;

async function* lines(extraction: Extracted, world: ConnectorWorld, patience: Patience): AsyncGenerator<string> {
  const { source, origin, window } = extraction;
  const fail = failure(source);
  const get = getter(extraction, world, patience);
  const alike = countAlike();
  const seen = new Set<string>();
  const first = checked(inWindow(origin.url, window), undefined, fail);
  const bare = origin.pages.by === 'number' ? origin.pages.end : undefined;
  let [url, number, rows]: [URL | undefined, number, number] = [firstOf(first, origin), 0, 0];

  while (url) {
    if (number === origin.maxPages) throw loops(fail, number, `is not the last, and maxPages is ${origin.maxPages}`);
    seen.add(url.href);
    const answer = await get(url, rows > 0 ? bare : undefined);
    const reading = { number: ++number, origin, fail };
    const page = pageOf(answer, reading);
    const text = page.rows.map((row) => `${row}\n`).join('');
    if (text && alike(text) > mostAlike) throw loops(fail, number, `holds the same rows as the ${mostAlike} before it`);
    yield text;
    rows += page.rows.length;
    if (number % progressPages === 0) world.log.info('Extracting', { source, pages: number, rows });
    url = next(page, { ...reading, first, seen });
    if (!url) for (const warning of unread(page, { ...reading, rows })) world.warn(warning);
  }
  world.log.info('Extracted', { source, pages: number, rows });
}

/** How many texts in a row were the same, the one that is given among them. */
function countAlike(): (text: string) => number {
  let [last, times] = ['', 0];
  return (text) => {
    const digest = createHash('sha256').update(text).digest('hex');
    times = digest === last ? times + 1 : 1;
    last = digest;
    return times;
  };
}

const inWindow = (url: string, { from, to }: Extracted['window']) =>
  url.replaceAll('{from}', encodeURIComponent(from)).replaceAll('{to}', encodeURIComponent(to));

const loops = (fail: Fail, page: number, what: string) =>
  fail('SourceRefused', `page ${page} ${what}. Does the API page as the source's \`pages\` says?`);

const firstOf = (first: URL, { pages }: HttpOrigin) =>
  pages.by === 'number' ? withParameter(first, pages.parameter, String(pages.first)) : first;

interface Following extends Reading {
  readonly first: URL;
  /** The addresses of all pages so far. */
  readonly seen: ReadonlySet<string>;
}

/** The URL of the page after this one; undefined after the last. */
function next(page: Page, following: Following): URL | undefined {
  const { number, fail, seen } = following;
  const { end, endOfStream } = page.envelope;
  if (endOfStream || (end !== undefined && page.rows.length === 0)) return undefined;
  const url = named(page, following);
  if (!url || !seen.has(url.href)) return url;
  if (end !== undefined) return undefined;
  throw loops(fail, number, 'leads back to a page that was read already');
}

/** The URL of the next page as the page names it. */
function named({ answer, rows }: Page, following: Following): URL | undefined {
  const { number, origin, fail, first } = following;
  const { pages } = origin;
  switch (pages.by) {
    case 'none':
      return undefined;
    case 'number':
      return rows.length === 0 ? undefined : withParameter(first, pages.parameter, String(pages.first + number));
    case 'cursor': {
      const cursor = wayAt(answer.text, pages.at, following);
      return cursor ? withParameter(first, pages.parameter, cursor) : undefined;
    }
    case 'link': {
      const link = pages.at ? wayAt(answer.text, pages.at, following) : nextOf(answer.link);
      return link ? sameHost(checked(link, answer.url, fail), [first, answer.url], fail) : undefined;
    }
  }
}

function withParameter(url: URL, name: string, value: string): URL {
  const other = new URL(url);
  other.searchParams.set(name, value);
  return other;
}

/** Rows come from where the source says, or from where that redirects to. */
function sameHost(link: URL, hosts: readonly URL[], fail: Fail): URL {
  if (hosts.some(({ origin }) => origin === link.origin)) return link;
  throw fail('SourceRefused', `the next page is said to be on another host, ${link.origin}, which is not followed.`);
}

/** A string's value or a number's digits; "there is no more" is said by nothing, null, false or an empty string. */
function wayAt(page: string, path: readonly string[], reading: Reading): string | undefined {
  const json = textAt(page, path, reading) ?? 'null';
  if (json === 'null' || json === 'false') return undefined;
  if (json.startsWith('"')) return String(JSON.parse(json));
  if (/^[-\d]/.test(json)) return json;
  const at = path.join('.');
  throw reading.fail('SourceRefused', `what a page has at ${at} does not lead to the next one. Look at \`pages\`.`);
}
