-- What ours keeps beside the result: the clean rows and the duplicates, as Parquet.
CREATE TEMP TABLE lost AS
  SELECT stage.* EXCLUDE (raw) FROM stage JOIN winners USING (order_id) WHERE raw IS NULL AND stage.line <> winners.line;
COPY (SELECT * EXCLUDE (raw, line) FROM stage WHERE raw IS NULL AND line NOT IN (SELECT line FROM lost))
  TO '{work}/clean.parquet' (FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 100);
COPY (FROM lost ORDER BY line) TO '{work}/duplicates.parquet' (FORMAT parquet);
COPY customers TO '{work}/customers.parquet' (FORMAT parquet);
COPY products TO '{work}/products.parquet' (FORMAT parquet);
COPY regions TO '{work}/regions.parquet' (FORMAT parquet);
