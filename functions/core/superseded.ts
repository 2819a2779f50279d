import { batchAfter, parseBatch, periods } from './batch.ts';
import { readLatest } from './latest.ts';
import type { Bucket } from './world.ts';

/**
 * The attributes of the `<div class="mark">` of a page: they tell what it is compared with.
 * The element is filled once that, or the page itself, is superseded.
 */
export const markSlot = (comparedWith: { batch: string; run: string } | null) => ({
  'data-batch': name(comparedWith?.batch),
  'data-run': name(comparedWith?.run),
});
const slot = /(<div class="mark" data-batch="([^"]*)" data-run="([^"]*)">).*?<\/div>/s;

/**
 * Brings the marks on the pages of the batch, and of the batch after it, up to date with `latest`:
 * a page is superseded by its batch's latest, or was compared with a report that is superseded. Safe to repeat.
 */
export async function markSuperseded(batch: string, bucket: Bucket): Promise<void> {
  for (const one of [batch, nextOf(batch)]) {
    const pages = one ? await bucket.list(`reports/${one}/`) : [];
    for (const { key } of pages) if (key.endsWith('/index.html')) await mark(key, bucket);
  }
}

async function mark(key: string, bucket: Bucket): Promise<void> {
  for (;;) {
    const page = await bucket.read(key);
    if (!page) return;
    const [found, open, batch = '', run = ''] = slot.exec(page.text) ?? [];
    if (!found) return;
    const marked = page.text.replace(found, `${open}${await marksOf(key, { batch, run }, bucket)}</div>`);
    if (marked === page.text) return;
    if (await bucket.write(key, marked, { contentType: 'text/html; charset=utf-8', ifMatch: page.etag })) return;
  }
}

async function marksOf(key: string, comparedWith: { batch: string; run: string }, bucket: Bucket): Promise<string> {
  const [, batch = '', run = ''] = key.split('/');
  const [own, other] = [await latestRun(batch, bucket), await latestRun(comparedWith.batch, bucket)];
  const marks = [
    own &&
      own !== run &&
      `Superseded: <a href="../${name(own)}/index.html">a newer report of ${name(batch)}</a> is there.`,
    other &&
      other !== comparedWith.run &&
      `Compared with a superseded report: <a href="../../${name(comparedWith.batch)}/${name(other)}/index.html">a newer report of ${name(comparedWith.batch)}</a> is there. A rerun of ${name(batch)} compares with it.`,
  ];
  return marks.map((text) => (text ? `<p class="notice warn">${text}</p>` : '')).join('');
}

const latestRun = async (batch: string, bucket: Bucket): Promise<string | null> =>
  batch ? (await readLatest(batch, bucket)).latest.run : null;

/** Names of batches and runs need no escape; anything else that could end up here is escaped into one. */
const name = (text = '') => encodeURIComponent(text);

function nextOf(batch: string): string | undefined {
  for (const period of periods) {
    const parsed = parseBatch(period, batch);
    if (parsed) return batchAfter(period, parsed)?.name;
  }
  return undefined;
}
