-- The work of the benchmark as plain SQL, by hand, for these four files alone: what ours is measured by.
-- {data}, {scratch} and {work} are folders; {channel} is a column that the result needs not, and keep.sql does. Every text is matched with a pattern before it is cast, as a cast rounds 4.7 to 5;
-- a text that comes out of the cast as it went in needs no pattern, which is the faster test.
CREATE MACRO is_whole(text) AS
  CASE WHEN TRY_CAST(text AS INTEGER)::VARCHAR = text THEN true ELSE regexp_full_match(text, '-?[0-9]+') END;
CREATE MACRO is_money(text) AS
  CASE WHEN TRY_CAST(text AS DECIMAL(10, 2))::VARCHAR = text THEN true
       ELSE regexp_full_match(text, '-?[0-9]{1,8}([.][0-9]{1,2})?') END;
CREATE MACRO is_moment(text) AS
  regexp_full_match(text, '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z') AND TRY_CAST(text AS TIMESTAMP) IS NOT NULL;
CREATE MACRO is_region(text) AS regexp_full_match(text, 'R[0-9]{2}');
CREATE MACRO is_channel(text) AS text IN ('web', 'shop', 'phone', 'partner', 'kiosk');

-- One parallel pass. Nothing but a projection, so the rows stay in order, and a row's number is its place in the file.
COPY (
  SELECT
    TRY_CAST(order_id AS INTEGER) AS order_id,
    TRY_CAST(customer_id AS INTEGER) AS customer_id,
    TRY_CAST(product_id AS INTEGER) AS product_id,
    region,
    /* {channel} */
    TRY_CAST(ordered_at AS TIMESTAMP) AS ordered_at,
    TRY_CAST(quantity AS SMALLINT) AS quantity,
    TRY_CAST(unit_price AS DECIMAL(10, 2)) AS unit_price,
    coupon,
    CASE WHEN coalesce(
      is_whole(order_id) AND TRY_CAST(order_id AS INTEGER) >= 1
      AND is_whole(customer_id) AND TRY_CAST(customer_id AS INTEGER) >= 1
      AND is_whole(product_id) AND TRY_CAST(product_id AS INTEGER) >= 1
      AND is_region(region)
      AND is_channel(channel)
      AND is_moment(ordered_at)
      AND is_whole(quantity) AND TRY_CAST(quantity AS SMALLINT) BETWEEN 1 AND 999
      AND is_money(unit_price)
      AND coalesce(length(coupon) <= 12, true),
      false
    ) THEN NULL ELSE
      [order_id, customer_id, product_id, region, channel, ordered_at, quantity, unit_price, coupon]
    END AS raw
  FROM read_csv(
    '{data}/orders.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    columns = {
      order_id: 'VARCHAR', customer_id: 'VARCHAR', product_id: 'VARCHAR', region: 'VARCHAR', channel: 'VARCHAR',
      ordered_at: 'VARCHAR', quantity: 'VARCHAR', unit_price: 'VARCHAR', coupon: 'VARCHAR'
    }
  )
) TO '{scratch}/stage.parquet' (FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 100);

CREATE VIEW stage AS
  SELECT *, file_row_number + 1 AS line FROM read_parquet('{scratch}/stage.parquet', file_row_number = true);

-- The last of each key that comes more than once.
CREATE TEMP TABLE winners AS
  SELECT order_id, max(line) AS line, count(*) - 1 AS losers FROM stage WHERE raw IS NULL GROUP BY order_id HAVING count(*) > 1;

CREATE TEMP TABLE customers_read AS
  SELECT *, row_number() OVER () AS line
  FROM read_ndjson('{data}/customers.ndjson', columns = {customer_id: 'VARCHAR', name: 'VARCHAR', segment: 'VARCHAR', country: 'VARCHAR'});
CREATE TEMP TABLE products_read AS
  SELECT *, row_number() OVER () AS line FROM read_parquet('{data}/products.parquet');
CREATE TEMP TABLE regions_read AS
  SELECT *, row_number() OVER () AS line FROM read_json('{data}/regions.json', columns = {region: 'VARCHAR', zone: 'VARCHAR'});

CREATE TEMP TABLE quarantine (source VARCHAR, line BIGINT, fault STRUCT("column" VARCHAR, value VARCHAR, reason VARCHAR));
INSERT INTO quarantine
  SELECT 'orders', line, unnest(list_filter([
    CASE WHEN coalesce(NOT (is_whole(raw[1]) AND TRY_CAST(raw[1] AS INTEGER) >= 1), true) THEN {'column': 'order_id', value: raw[1], reason: 'is no number from 1'} END,
    CASE WHEN coalesce(NOT (is_whole(raw[2]) AND TRY_CAST(raw[2] AS INTEGER) >= 1), true) THEN {'column': 'customer_id', value: raw[2], reason: 'is no number from 1'} END,
    CASE WHEN coalesce(NOT (is_whole(raw[3]) AND TRY_CAST(raw[3] AS INTEGER) >= 1), true) THEN {'column': 'product_id', value: raw[3], reason: 'is no number from 1'} END,
    CASE WHEN coalesce(NOT is_region(raw[4]), true) THEN {'column': 'region', value: raw[4], reason: 'is no region'} END,
    CASE WHEN coalesce(NOT is_channel(raw[5]), true) THEN {'column': 'channel', value: raw[5], reason: 'is no channel'} END,
    CASE WHEN coalesce(NOT is_moment(raw[6]), true) THEN {'column': 'ordered_at', value: raw[6], reason: 'is no time'} END,
    CASE WHEN coalesce(NOT (is_whole(raw[7]) AND TRY_CAST(raw[7] AS SMALLINT) BETWEEN 1 AND 999), true) THEN {'column': 'quantity', value: raw[7], reason: 'is no number from 1 to 999'} END,
    CASE WHEN coalesce(NOT is_money(raw[8]), true) THEN {'column': 'unit_price', value: raw[8], reason: 'is no amount with cents'} END,
    CASE WHEN length(raw[9]) > 12 THEN {'column': 'coupon', value: raw[9], reason: 'is longer than 12'} END
  ], lambda one: one IS NOT NULL)) FROM stage WHERE raw IS NOT NULL;
INSERT INTO quarantine
  SELECT 'customers', line, unnest(list_filter([
    CASE WHEN coalesce(NOT (is_whole(customer_id) AND TRY_CAST(customer_id AS INTEGER) >= 1), true) THEN {'column': 'customer_id', value: customer_id, reason: 'is no number from 1'} END,
    CASE WHEN coalesce(length(name) > 40, true) THEN {'column': 'name', value: name, reason: 'is longer than 40'} END,
    CASE WHEN coalesce(segment NOT IN ('retail', 'trade', 'school', 'public'), true) THEN {'column': 'segment', value: segment, reason: 'is no segment'} END,
    CASE WHEN coalesce(NOT regexp_full_match(country, '[A-Z]{2}'), true) THEN {'column': 'country', value: country, reason: 'is no country'} END
  ], lambda one: one IS NOT NULL)) FROM customers_read;
INSERT INTO quarantine
  SELECT 'products', line, unnest(list_filter([
    CASE WHEN coalesce(product_id < 1, true) THEN {'column': 'product_id', value: product_id::VARCHAR, reason: 'is no number from 1'} END,
    CASE WHEN coalesce(length(name) > 40, true) THEN {'column': 'name', value: name, reason: 'is longer than 40'} END,
    CASE WHEN coalesce(category NOT IN ('books', 'food', 'garden', 'games', 'music', 'office', 'sport', 'tools'), true) THEN {'column': 'category', value: category, reason: 'is no category'} END
  ], lambda one: one IS NOT NULL)) FROM products_read;
INSERT INTO quarantine
  SELECT 'regions', line, unnest(list_filter([
    CASE WHEN coalesce(NOT is_region(region), true) THEN {'column': 'region', value: region, reason: 'is no region'} END,
    CASE WHEN coalesce(length(zone) > 20, true) THEN {'column': 'zone', value: zone, reason: 'is longer than 20'} END
  ], lambda one: one IS NOT NULL)) FROM regions_read;
COPY (SELECT source, line, fault."column" AS "column", fault.value AS value, fault.reason AS reason FROM quarantine)
  TO '{work}/quarantine.parquet' (FORMAT parquet);

CREATE TEMP TABLE customers AS
  SELECT customer_id::INTEGER AS customer_id, max_by(segment, line) AS segment FROM customers_read
  WHERE line NOT IN (SELECT line FROM quarantine WHERE source = 'customers') GROUP BY 1;
CREATE TEMP TABLE products AS
  SELECT product_id, max_by(category, line) AS category FROM products_read
  WHERE line NOT IN (SELECT line FROM quarantine WHERE source = 'products') GROUP BY 1;
CREATE TEMP TABLE regions AS
  SELECT region, max_by(zone, line) AS zone FROM regions_read
  WHERE line NOT IN (SELECT line FROM quarantine WHERE source = 'regions') GROUP BY 1;

COPY (
  SELECT
    CAST(date_trunc('month', ordered_at) AS DATE) AS month,
    coalesce(zone, 'unknown') AS zone,
    coalesce(segment, 'unknown') AS segment,
    coalesce(category, 'unknown') AS category,
    count(*) AS orders,
    sum(quantity) AS units,
    CAST(sum(quantity * unit_price) AS DECIMAL(18, 2)) AS revenue,
    count(coupon) AS coupons
  FROM stage
  LEFT JOIN winners USING (order_id)
  LEFT JOIN customers USING (customer_id)
  LEFT JOIN products USING (product_id)
  LEFT JOIN regions USING (region)
  WHERE raw IS NULL AND (winners.line IS NULL OR winners.line = stage.line)
  GROUP BY ALL
  ORDER BY ALL
) TO '{work}/result.csv' (FORMAT csv, HEADER);

CREATE TEMP TABLE counts AS
  SELECT
    'orders' AS source,
    count(*) AS read,
    count(raw) AS rejected,
    (SELECT coalesce(sum(losers), 0) FROM winners)::BIGINT AS duplicates
  FROM stage
  UNION ALL
  SELECT *, read - rejected - (SELECT count(*) FROM customers)
  FROM (SELECT 'customers', count(*) AS read, (SELECT count(DISTINCT line) FROM quarantine WHERE source = 'customers') AS rejected FROM customers_read)
  UNION ALL
  SELECT *, read - rejected - (SELECT count(*) FROM products)
  FROM (SELECT 'products', count(*) AS read, (SELECT count(DISTINCT line) FROM quarantine WHERE source = 'products') AS rejected FROM products_read)
  UNION ALL
  SELECT *, read - rejected - (SELECT count(*) FROM regions)
  FROM (SELECT 'regions', count(*) AS read, (SELECT count(DISTINCT line) FROM quarantine WHERE source = 'regions') AS rejected FROM regions_read);
