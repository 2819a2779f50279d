import { createWriteStream } from 'node:fs';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { withDuckDB } from '../functions/platform/engine.ts';

/** Raised with every change of the generator, so that nobody measures with data of an older one. */
const edition = 1;

const day = 86_400;
const start = Date.UTC(2025, 0, 1) / 1000;
/** Few enough that the garbage collector finds them dead. */
const chunkRows = 1000;

export const channels = ['web', 'shop', 'phone', 'partner', 'kiosk'] as const;
export const segments = ['retail', 'trade', 'school', 'public'] as const;
export const categories = ['books', 'food', 'garden', 'games', 'music', 'office', 'sport', 'tools'] as const;
const coupons = ['SAVE5', 'SAVE10', 'SPRING', 'WELCOME'] as const;
const zones = ['north', 'east', 'south', 'west'] as const;
const countries = ['AT', 'CH', 'DE', 'FR', 'IT', 'SE'] as const;
const regionCount = 24;
const productCount = 5_000;
const customerCount = (rows: number) => Math.min(100_000, Math.ceil(rows / 5));

/** A 32-bit hash of a row's number and a column's: any row can be made alone, on every machine the same. */
function draw(row: number, column: number): number {
  let h = Math.imul(row ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(column + 1, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

const pick = <T>(from: readonly T[], drawn: number): T | '' => from[drawn % from.length] ?? '';
const two = (value: number) => (value < 10 ? `0${value}` : `${value}`);
const regionName = (drawn: number) => `R${two(drawn % regionCount)}`;

const dayNames = Array.from({ length: 370 }, (_, at) => new Date((start + at * day) * 1000).toISOString().slice(0, 11));

/** Orders come in the order of time, give or take a day. */
function orderedAt(row: number, rows: number): string {
  const second = Math.floor((row / rows) * 365 * day) + (draw(row, 5) % day);
  const time = second % day;
  const clock = `${two(Math.floor(time / 3600))}:${two(Math.floor(time / 60) % 60)}:${two(time % 60)}Z`;
  return `${dayNames[Math.floor(second / day)]}${clock}`;
}

/**
 * One line of the fact table. One row in a hundred is dirty, in one of eight ways: three of them are second deliveries
 * of an earlier order with a quantity and a price of their own, so that the totals tell which delivery was taken.
 */
function order(row: number, rows: number): string {
  const dirt = draw(row, 0) % 800;
  const earlier = dirt >= 5 && dirt <= 7 && row > 0;
  const id = 1_000_000 + (earlier ? draw(row, 1) % row : row);
  const customer = dirt === 4 ? '' : 1 + (draw(row, 2) % customerCount(rows));
  const product = 1 + (draw(row, 3) % productCount);
  const channel = dirt === 3 ? 'fax' : pick(channels, draw(row, 4));
  const time = dirt === 2 ? '2013-02-30T10:00:00Z' : orderedAt(row, rows);
  const quantity = dirt === 0 || dirt === 3 ? '4.7' : 1 + (draw(row, 6) % 9);
  const cents = 100 + (draw(row, 7) % 50_000);
  const price = `${Math.floor(cents / 100)}.${two(cents % 100)}${dirt === 1 ? '5' : ''}`;
  const drawn = draw(row, 8);
  const coupon = drawn % 4 === 0 ? pick(coupons, drawn >>> 2) : '';
  return `${id},${customer},${product},${regionName(draw(row, 9))},${channel},${time},${quantity},${price},${coupon}\n`;
}

function* orders({ rows, quoted }: Wanted): Generator<string> {
  const written = (lines: string) => (quoted ? lines.replace(/[^,\n]+/g, '"$&"') : lines);
  yield written('order_id,customer_id,product_id,region,channel,ordered_at,quantity,unit_price,coupon\n');
  for (let from = 0; from < rows; from += chunkRows) {
    const size = Math.min(chunkRows, rows - from);
    yield written(Array.from({ length: size }, (_, at) => order(from + at, rows)).join(''));
  }
}

function* customers(rows: number): Generator<string> {
  for (let at = 1; at <= customerCount(rows); at += 1) {
    const segment = draw(at, 20) % 100 === 0 ? 'unknown' : pick(segments, draw(at, 21));
    const country = pick(countries, draw(at, 22));
    yield `${JSON.stringify({ customer_id: at, name: `Customer ${at}`, segment, country })}\n`;
  }
}

const regions = () =>
  Array.from({ length: regionCount }, (_, at) => ({ region: regionName(at), zone: pick(zones, draw(at, 30)) }));

const products = () =>
  Array.from({ length: productCount }, (_, at) => ({
    product_id: at + 1,
    name: `Product ${at + 1}`,
    category: draw(at, 40) % 100 === 0 ? null : pick(categories, draw(at, 41)),
  }));

/** The four uploads, by source. */
export const uploads = {
  orders: 'orders.csv',
  customers: 'customers.ndjson',
  products: 'products.parquet',
  regions: 'regions.json',
} as const;

interface Wanted {
  /** Of orders. */
  readonly rows: number;
  /** Whether each of their values stands in quotes. */
  readonly quoted: boolean;
}

/** The folder with the generated uploads; made once, and the same bytes on every machine. */
export async function generate(wanted: Wanted, cache: string): Promise<string> {
  const { rows, quoted } = wanted;
  const folder = join(cache, `data-${edition}-${rows}${quoted ? '-quoted' : ''}`);
  if (await exists(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await pipeline(Readable.from(orders(wanted)), createWriteStream(join(draft, uploads.orders)));
  await pipeline(Readable.from(customers(rows)), createWriteStream(join(draft, uploads.customers)));
  await writeFile(join(draft, uploads.regions), JSON.stringify(regions(), null, 2));
  await writeFile(join(draft, 'products.json'), JSON.stringify(products()));
  await withDuckDB()(({ run }) =>
    run(
      `COPY (SELECT product_id::INTEGER AS product_id, name, category FROM read_json('${join(draft, 'products.json')}'))
       TO '${join(draft, uploads.products)}' (FORMAT parquet)`,
    ),
  );
  await rm(join(draft, 'products.json'));
  await rename(draft, folder);
  return folder;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
