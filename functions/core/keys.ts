/** Where every object of the pipeline lies in its one bucket. Zones are the folders, and the prefixes in IAM. */

export const incomingPrefix = 'incoming/';

/** `incoming/<batch>/` */
export const incomingOf = (batch: string) => `${incomingPrefix}${batch}/`;

const zone = (run: string, name: string) => `runs/${run}/${name}`;

export const manifestKey = (run: string) => zone(run, 'manifest.json');
/** Written last by a run that ended with a page; while it is there, the run is never started again. */
export const outcomeKey = (run: string) => zone(run, 'outcome.json');
export const rawPrefix = (run: string, source: string) => zone(run, `raw/${source}/`);
export const snapshotKey = (run: string, source: string) => `${rawPrefix(run, source)}_complete.json`;
export const cleanKey = (run: string, source: string) => zone(run, `clean/${source}.parquet`);
export const rejectedKey = (run: string, source: string) => zone(run, `rejected/${source}.parquet`);
export const duplicatesKey = (run: string, source: string) => zone(run, `duplicates/${source}.parquet`);
export const qualityKey = (run: string, source: string) => zone(run, `quality/${source}.json`);
export const tableKey = (run: string, table: string, extension: 'parquet' | 'csv' | 'json') =>
  zone(run, `tables/${table}.${extension}`);
/** What aggregate counted beside the tables: joins without a partner. Written last by aggregate. */
export const tablesKey = (run: string) => zone(run, 'tables/_complete.json');

/** `reports/<batch>/<run>/` */
export const reportPrefix = (batch: string, run: string) => `reports/${batch}/${run}/`;
/** The page that a run ends with: its report, or the quality page that says why it was held. */
export const pageKey = (batch: string, run: string, result: 'published' | 'held') =>
  `${reportPrefix(batch, run)}${result === 'held' ? 'quality' : 'index'}.html`;
export const latestKey = (batch: string) => `reports/${batch}/latest.json`;

/** The parts of `incoming/<batch>/<source>/<file>`; undefined for a key of another shape. */
export function parseIncoming(key: string): { batch: string; source: string; file: string } | undefined {
  const match = /^incoming\/([^/]+)\/([^/]+)\/(.+)$/s.exec(key);
  const [, batch, source, file] = match ?? [];
  return batch && source && file ? { batch, source, file } : undefined;
}

/** Folder placeholders and names that start with `_` or `.` are for people and tools, never data. */
export const isPlaceholder = (key: string) => /(^|\/)[_.][^/]*$|\/$|_\$folder\$$/.test(key);
