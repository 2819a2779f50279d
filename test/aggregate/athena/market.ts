import { z } from 'zod';
import type { TableDefinition } from '../../../functions/definition/define-report.ts';
import { decimal, defineSource, upload } from '../../../functions/tributary.ts';
import type { Clean } from '../preprocessed.ts';
import { type Asked, openRun } from './both-ways.ts';

const shops = defineSource({
  name: 'shops',
  title: 'Shops',
  origin: upload(),
  row: z.object({ id: z.int(), name: z.string(), pin: z.string().meta({ sensitive: true }) }),
  key: ['id'],
});

const rates = defineSource({
  name: 'rates',
  title: 'Rates',
  origin: upload(),
  row: z.object({
    day: z.iso.date(),
    rate: z.number(),
    floor: decimal(6, 3),
    seen: z.iso.datetime({ offset: true }),
    word: z.string(),
  }),
  key: ['day'],
  optional: true,
});

const sales = defineSource({
  name: 'sales',
  title: 'Sales',
  origin: upload(),
  row: z.object({
    id: z.int(),
    shop: z.int().nullable(),
    pin: z.string().nullable(),
    day: z.iso.date(),
    price: decimal(12, 3),
    rate: z.number(),
    sold_at: z.iso.datetime({ offset: true }),
    paid: z.boolean().nullable(),
    note: z.string().nullable(),
  }),
  key: ['id'],
  references: [
    { shop: shops.columns.id, pin: shops.columns.pin },
    { rate: rates.columns.rate },
    { price: rates.columns.floor },
    { sold_at: rates.columns.seen, day: rates.columns.day },
    { note: rates.columns.word },
  ],
});

const sale = (values: string) =>
  `SELECT id::BIGINT AS id, shop::BIGINT AS shop, pin::VARCHAR AS pin, day::DATE AS day, price::DECIMAL(12, 3) AS price, rate::DOUBLE AS rate, sold_at::TIMESTAMP AS sold_at, paid::BOOLEAN AS paid, note::VARCHAR AS note
   FROM (VALUES ${values}) AS rows(id, shop, pin, day, price, rate, sold_at, paid, note)`;
const nasty = `'=1 "é🙂", ' || chr(13) || chr(10) || 'a\\n' || chr(0) || chr(10) || '''x'`;

export const clean: Clean = {
  shops: [
    `SELECT 1::BIGINT AS id, 'North' AS name, '1234' AS pin`,
    `SELECT 2::BIGINT AS id, 'Söuth' AS name, '9' AS pin`,
  ],
  sales: [
    sale(`(1, 1, '1234', '2024-05-01', 12.5, 1e10, '2024-05-01 10:00:00', true, NULL),
          (2, 1, '1234', '2024-05-02', -0.05, 0.1, '2024-05-01 23:59:59.25', false, ''),
          (3, 3, '77', '2024-05-31', 0, '-0'::DOUBLE, '1969-12-31 23:59:59.999', NULL, ${nasty})`),
    sale(`(4, 3, '77', '0001-01-01', 99999999.999, 4.9e-324, '0001-01-01', true, 'NULL'),
          (5, NULL, NULL, '9999-12-31', 1, 1.7976931348623157e308, '9999-12-31 23:59:59.999', true, ' x ')`),
    sale(`(9007199254740991, 4, '1234', '2024-05-02', 0.005, 12345678, '2024-05-01 10:00:00', false, 'x')`),
  ],
};

/** A run of the market that preprocess has done, and an Athena over it. */
export const openMarket = (tables: readonly TableDefinition[], asked: Partial<Asked> = {}) =>
  openRun(tables, { sources: [shops, rates, sales], clean, ...asked });
