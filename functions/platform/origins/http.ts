import { createHash } from 'node:crypto';
import type { Connector, ConnectorWorld, Extraction } from '../../core/connector.ts';
import type { HttpOrigin } from '../../core/origin.ts';
import { checked, type Fail, failure, shown } from './http-address.ts';
import { parts, valueAt } from './http-json.ts';
import { type Answer, getter } from './http-request.ts';
import { ordinaryPatience, type Patience } from './http-retry.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** Said every so many pages. */
const progressPages = 100;

/**
 * Reads a JSON API page by page; one page is held at a time. Every row is written as the API wrote it, digit by digit.
 * ETags are not used: a snapshot is always pulled whole and once, so there is never an older body that a 304 could
 * stand for.
 */
export const connectHttp =
  (patience: Patience = ordinaryPatience): Connector<HttpOrigin> =>
  (extraction, world) =>
    writeSnapshot(extraction, lines(extraction, world, patience), world);

type Extracted = Extraction<HttpOrigin>;

async function* lines(extraction: Extracted, world: ConnectorWorld, patience: Patience): AsyncGenerator<string> {
  const { source, origin, window } = extraction;
  const fail = failure(source);
  const get = getter(extraction, world, patience);
  const seen = new Set<string>();
  const told = new Map<string, number>();
  const first = checked(inWindow(origin.url, window), undefined, fail);
  let [url, pages, rows]: [URL | undefined, number, number] = [firstOf(first, origin), 0, 0];

  while (url) {
    if (seen.has(url.href)) throw loops(fail, pages, 'leads back to a page that was read already');
    if (pages === origin.maxPages) throw loops(fail, pages, `is not the last, and maxPages is ${origin.maxPages}`);
    seen.add(url.href);
    const answer = await get(url);
    pages++;
    const page = rowsOf(answer, { pages, origin, fail });
    const text = page.map((row) => `${row}\n`).join('');
    const digest = createHash('sha256').update(text).digest('hex');
    if (text && told.has(digest)) throw loops(fail, pages, `holds the same rows as page ${told.get(digest)}`);
    yield text;
    told.set(digest, pages);
    rows += page.length;
    if (pages % progressPages === 0) world.log('Extracting', { source, pages, rows });
    url = next(answer, { first, pages, rows: page.length, origin, fail });
  }
  world.log('Extracted', { source, pages, rows });
}

const inWindow = (url: string, { from, to }: Extracted['window']) =>
  url.replaceAll('{from}', encodeURIComponent(from)).replaceAll('{to}', encodeURIComponent(to));

const loops = (fail: Fail, page: number, what: string) =>
  fail('SourceRefused', `page ${page} ${what}. Does the API page as the source's \`pages\` says?`);

interface Reading {
  readonly pages: number;
  readonly origin: HttpOrigin;
  readonly fail: Fail;
}

/** The rows of a page, each as one line of JSON. */
function rowsOf({ url, text, type }: Answer, { pages, origin, fail }: Reading): string[] {
  try {
    JSON.parse(text);
  } catch {
    throw fail(
      'SourceRefused',
      `page ${pages} of ${shown(url)} is not JSON; its content type is ${type.slice(0, 80)}. A page to log in at, or of ` +
        'an error? Look at the url and the secret of the source.',
    );
  }
  const rows = valueAt(text, origin.rows);
  if (rows?.startsWith('[')) return Array.from(parts(rows), (row) => row.replaceAll(/[\r\n]+/g, ' '));
  const where = origin.rows.length === 0 ? 'itself' : `at ${origin.rows.join('.')}`;
  throw fail('SourceRefused', `page ${pages} of ${shown(url)} has no array ${where}. Look at \`rows\` of the source.`);
}

const firstOf = (first: URL, { pages }: HttpOrigin) =>
  pages.by === 'number' ? withParameter(first, pages.parameter, String(pages.first)) : first;

/** The URL of the page after this one; undefined after the last. */
function next(answer: Answer, page: Reading & { first: URL; rows: number }): URL | undefined {
  const { pages: read, origin, fail, first, rows } = page;
  const { pages } = origin;
  switch (pages.by) {
    case 'none':
      return undefined;
    case 'number':
      return rows === 0 ? undefined : withParameter(first, pages.parameter, String(pages.first + read));
    case 'cursor': {
      const cursor = textAt(answer.text, pages.at, fail);
      return cursor ? withParameter(first, pages.parameter, cursor) : undefined;
    }
    case 'link': {
      const link = pages.at ? textAt(answer.text, pages.at, fail) : nextOf(answer.link);
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
function textAt(page: string, path: readonly string[], fail: Fail): string | undefined {
  const json = valueAt(page, path) ?? 'null';
  if (json === 'null' || json === 'false') return undefined;
  if (json.startsWith('"')) return String(JSON.parse(json));
  if (/^[-\d]/.test(json)) return json;
  throw fail('SourceRefused', `what a page has at ${path.join('.')} does not lead to the next one. Look at \`pages\`.`);
}

/** The target of rel="next" in a Link header (RFC 8288). */
function nextOf(header: string): string | undefined {
  for (const [, target, parameters = ''] of header.matchAll(/<([^>]*)>([^<]*)/g)) {
    const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters) ?? [];
    if (/(^|\s)next(\s|$)/i.test(quoted ?? bare ?? '')) return target;
  }
  return undefined;
}
