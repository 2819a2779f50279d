import { createHash } from 'node:crypto';
import { reportSchema } from '../../functions/core/document.ts';
import { manifest, ordersPipeline, ordersQuality, ordersTables, quality } from './orders.ts';
import { evil, filesOf, hostile, hostilePipeline } from './pages.ts';

const pageOf = async (...given: Parameters<typeof filesOf>) => (await filesOf(...given))['index.html'] ?? '';
/** What a person reads of a part of the page: its texts, one space apart. */
const read = (html: string, part: RegExp) =>
  (part.exec(html)?.[0] ?? '')
    .replace(/<\/?bdi>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** What the page says first. */
const verdict = (html: string) => read(html, /<section class="verdict.*?<\/section>/s);

describe('the page', () => {
  it('loads nothing, and has the one style sheet and the one script that its policy names', async () => {
    const html = await pageOf();
    expect(html).not.toMatch(/<iframe|<object|<embed|<base| style="| on[a-z]+="/);
    const scripts = [...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, code]) => code ?? '');
    expect(scripts).toHaveLength(1);
    expect(html).toContain(
      `script-src 'sha256-${createHash('sha256')
        .update(scripts[0] ?? '')
        .digest('base64')}';`,
    );
    const addresses = [...html.matchAll(/ (?:src|href|action)="([^"]*)"/g)].map(([, address]) => address ?? '');
    const elsewhere = addresses.filter((address) => /^[a-z]+:|^\/\//.test(address));
    expect(elsewhere.filter((address) => !address.startsWith('data:text/csv;'))).toEqual(['data:,']);
    const sheets = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, css]) => css ?? '');
    const hashes = sheets.map((css) => createHash('sha256').update(css).digest('base64'));
    expect(html).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hashes[0]}&#39;;`.replaceAll('&#39;', "'"),
    );
    expect(sheets).toHaveLength(1);
  });

  it('shows the first rows of a table, and how many there are', async () => {
    const table = read(await pageOf(), /<h2>Customers.*?<\/article>/s);
    expect(table).toMatch(/^Customers \(10 of 14\) Customer Orders Revenue € Aurora Trading 44,415 2,644,000.10 /);
    expect(table).toMatch(/Juniper 4,442 264,400.10 All rows: by_customer.csv$/);
  });

  it('tells what its connector warns of, under a verdict that is no pass', async () => {
    const warned = quality('customers', { warnings: ['Perhaps not all was read.'] });
    const page = await pageOf({ quality: [ordersQuality, warned, quality('products')] });
    const panel = read(page, /<section id="quality".*<section id="dictionary"/s);
    expect(panel).toContain('customers CSV 412 412 0 0 Perhaps not all was read. Warn');
  });

  it('tells of each source what was read, kept and rejected, why, with an example and a verdict', async () => {
    const panel = read(await pageOf(), /<section id="quality".*<section id="dictionary"/s);
    expect(panel).toContain('Data quality: 309 of 694,027 rows rejected (0.04 %)');
    expect(panel).toContain(
      'orders CSV, gzip 693,203 692,890 309 4 ordered_at not a local time: 283 orders 02.csv.gz row 40,112',
    );
    expect(panel).toContain('Extra columns, not used: till, operator Warn 0.04 %');
    expect(panel).toContain('customers CSV 412 412 0 0 None Pass');
    expect(panel).toContain('returns Optional, and nothing was delivered. Absent');
    expect(panel).toContain('orders customers customer_id 692,890 104,311 C9999 · C0815 · C4711 Warn 15.1 %');
  });

  it('tells what the contract says of each column', async () => {
    const dictionary = read(await pageOf(), /<section id="dictionary".*?<\/section>\s*<section id="lineage"/s);
    expect(dictionary).toMatch(/Orders 5 columns .*order_id integer yes .* Counts up over all shops/);
    expect(dictionary).toMatch(/ordered_at local time in Europe\/Zurich yes/);
    expect(dictionary).toMatch(/amount decimal\(12,2\) yes .*In euro, tax included/);
    expect(dictionary).toMatch(/note string no .*sensitive/);
    expect(dictionary).toContain('Key: order_id Rules: paid orders have an amount');
  });

  it('names each object that fed the run, and each file beside the page', async () => {
    const html = await pageOf();
    expect(read(html, /<section id="lineage".*?<\/table>/s)).toContain(
      'orders incoming/2024-02/orders/orders 02.csv.gz 98.2 MB 9b2c44f8a1f01e12c0ffee00c0ffee00 693,203',
    );
    expect(read(html, /<section id="downloads".*?<\/table>/s)).toContain(
      'Customers 14 by_customer.csv 36 B · in this page by_customer.parquet 4 B',
    );
    const links = [...html.matchAll(/<a href="([^"#]*)"/g)].map(([, address]) => address ?? '');
    const files = Object.keys(await filesOf());
    const beside = links.filter((address) => !address.startsWith('../') && !address.startsWith('data:'));
    expect(beside.filter((address) => !files.includes(address))).toEqual([]);
    expect(links).toContain('../../2024-01/2024-01-00aa11bb22cc33dd/index.html');
  });

  it('gives each chart a name, and its data as a table', async () => {
    const html = await pageOf();
    const charts = [...html.matchAll(/<figure.*?<\/figure>/gs)].map(([chart]) => chart);
    expect(charts).toHaveLength(5);
    for (const chart of charts) {
      expect(chart).toMatch(/role="img" aria-label="[^"]+"/);
      expect(chart).toMatch(/<details><summary>Data table<\/summary>.*<th scope="col"/s);
    }
  });

  it('says where a chart draws not all rows of its table', async () => {
    const tables = ordersTables().map((table) => (table.name === 'by_day' ? { ...table, rowCount: 6001 } : table));
    expect(await pageOf({ tables })).toMatch(/Drawn from the first \d+ of 6,001 rows/);
    expect(await pageOf()).not.toContain('Drawn from the first');
  });

  it('says where a figure is the first of several values', async () => {
    const figures = (html: string) => read(html, /<section class="figures".*?<\/section>/s);
    const totals = (...revenues: number[]) =>
      ordersTables().map((table) => {
        const rows = revenues.map((revenue) => ({ ...table.rows[0], revenue }));
        return table.name === 'totals' ? { ...table, rows, rowCount: rows.length } : table;
      });
    expect(figures(await pageOf({ tables: totals(2, 3) }))).toMatch(
      /Revenue 2.00 € .* The first of 2 rows of totals\./,
    );
    expect(figures(await pageOf({ tables: totals(2, 2) }))).not.toContain('The first of');
    expect(figures(await pageOf())).not.toContain('The first of');
  });

  it('says where a line over time has several points at one time', async () => {
    const twice = ordersTables().map((table) =>
      table.name === 'by_day' ? { ...table, rows: table.rows.flatMap((row) => [row, row]) } : table,
    );
    const charts = [...(await pageOf({ tables: twice })).matchAll(/<figure.*?<\/figure>/gs)];
    const said = charts.filter(([chart]) => chart.includes('58 rows have but 29 values of day'));
    expect(said).toHaveLength(2);
    expect(await pageOf()).not.toContain('values of day');
  });

  it('says what the report was made without, and why', async () => {
    const sources = [...manifest.sources, { name: 'returns', objects: [] }];
    const left = quality('returns', { leftOut: true, read: 0, clean: 0, problems: ['returns.csv: no header.'] });
    const all = [quality('orders'), quality('customers'), quality('products'), left];
    const html = await pageOf({ manifest: { sources, absent: [] }, quality: all });
    expect(verdict(html)).toMatch(/^Use with care Returns: optional, and left out: returns.csv: no header. /);
  });

  it('says what was not complete when its deadline had passed', async () => {
    const lacks = '1 more in incoming/2024-02/orders/';
    const html = await pageOf({ manifest: { late: [{ source: 'orders', lacks, action: 'partial' }], absent: [] } });
    expect(verdict(html)).toContain(`Use with care Orders: taken at its deadline without ${lacks}.`);
  });

  it('says first whether to use it, when the next report is due, and what changed most', async () => {
    const html = await pageOf({ joins: [], manifest: { absent: [] } });
    expect(verdict(html)).toMatch(
      /^Use Speaks of Feb 1, 2024 to Feb 29, 2024 · \d+ of \d+ checks passed · The report of 2024-03 is due from Apr 1, 2024$/,
    );
    expect(read(html, /<section class="card changes".*?<\/section>/s)).toMatch(
      /^What changed against 2024-01 ▼ Returned fell by 0.22 points, to 1.31 %/,
    );
  });

  it('leads to the reports before and after it', async () => {
    const html = await pageOf();
    for (const batch of ['2024-01', '2024-03']) expect(html).toContain(`href="../../${batch}/index.html"`);
  });

  it('speaks Korean', async () => {
    const html = await pageOf({}, { ...ordersPipeline, locale: 'ko' });
    expect(html).toContain('<html lang="ko">');
    expect(verdict(html)).toMatch(/^주의하여 사용 /);
    const own = html.replace(/<(script|style|svg|code|h2|summary|thead|bdi)[ >].*?<\/\1>/gs, '');
    expect(own).not.toMatch(/>[^<]*(Data quality|Downloads|Rows|Source|better than)[^<]*</);
  });

  it('shows a part that is small as more than none', async () => {
    const one = quality('orders', { read: 5_000_000, clean: 4_999_999, rejected: 1 });
    expect(await pageOf({ quality: [one, quality('customers'), quality('products')] })).toContain('Warn &lt;0.01 %');
  });
});

describe('hostile text', () => {
  /** Every tag as its name and the names of its attributes; what is left over must be text in which no tag can begin. */
  const tagsOf = (html: string) => {
    const tag = /<\/?([a-z][a-zA-Z0-9]*)((?: [a-zA-Z0-9:-]+(?:="[^"]*")?)*) ?\/?>/g;
    const text = html
      .replace(/<(style|script)[ >].*?<\/\1>/gs, '')
      .replace(/^<!doctype html>/, '')
      .replace(tag, '');
    const tags = [...html.matchAll(tag)].map(([, name, attributes = '']) =>
      [name, ...[...attributes.matchAll(/ ([a-zA-Z0-9:-]+)="/g)].map(([, attribute]) => attribute)].join(' '),
    );
    return { brackets: text.match(/</g)?.length ?? 0, tags: new Set(tags) };
  };

  it('in every place adds no element and no attribute to the page', async () => {
    const named = {
      ...hostile(),
      manifest: { ...hostile().manifest, waiver: { reason: 'Fine.', sources: ['orders'] } },
    };
    const harmless = await pageOf({
      ...named,
      quality: [
        { ...ordersQuality, withinLimits: false, problems: ['a'] },
        quality('customers', { files: [{ file: 'f', format: 'CSV', rows: 0, fault: 'broken', extraColumns: ['x'] }] }),
        quality('products', { leftOut: true, problems: ['b'] }),
      ],
      tables: ordersTables(),
    });
    const html = await pageOf(hostile(), hostilePipeline);
    expect(tagsOf(html).brackets).toBe(0);
    expect([...tagsOf(html).tags].filter((tag) => !tagsOf(harmless).tags.has(tag))).toEqual([]);
    expect(html.split('&lt;script').length).toBeGreaterThan(60);
    expect(html).not.toMatch(/ (?:href|src)="[^"]*javascript:/);
  });

  it('in every place comes out of report.json as it went in', async () => {
    const text = (await filesOf(hostile(), hostilePipeline))['report.json'] ?? '';
    const document = reportSchema.parse(JSON.parse(text));
    expect(document.waiver?.reason).toBe(evil);
    expect(document.tables.find(({ name }) => name === 'by_customer')?.rows[0]?.customer).toBe(`Aurora Trading${evil}`);
  });

  it('adds nothing to the page of a held run either', async () => {
    const quality = hostile().quality?.map((one) => ({ ...one, holds: !one.withinLimits }));
    const held = { ...hostile(), ...(quality && { quality }) };
    const html = (await filesOf(held, hostilePipeline, { held: true }))['quality.html'] ?? '';
    expect(tagsOf(html).brackets).toBe(0);
    expect(html.split('<script')).toHaveLength(2);
    expect(html).not.toMatch(/<img/);
  });
});
