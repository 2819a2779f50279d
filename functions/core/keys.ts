/** Where every object of the pipeline lies in its one bucket. Zones are the folders, and the prefixes in IAM. */

export const incomingPrefix = 'incoming/';

/** `incoming/<batch>/` */
export const incomingOf = (batch: string) => `${incomingPrefix}${batch}/`;

const zone = (run: string, name: string) => `runs/${run}/${name}`;

export const manifestKey = (run: string) => zone(run, 'manifest.json');
export const rawPrefix = (run: string, source: string) => zone(run, `raw/${source}/`);
/** The nth object of a snapshot, from 0; their names sort as they came. */
export const rawKey = (prefix: string, nth: number, name: string) =>
  `${prefix}${String(nth + 1).padStart(4, '0')}-${name}`;
export const snapshotKey = (run: string, source: string) => `${rawPrefix(run, source)}_complete.json`;
/** Rows lie in parts, from 1, which are in the order of delivery end to end: a source that one function reads has one. */
const part = (prefix: string, nth: number) => `${prefix}${String(nth).padStart(6, '0')}.parquet`;
export const cleanPrefix = (run: string, source: string) => zone(run, `clean/${source}/`);
export const cleanKey = (run: string, source: string, nth = 1) => part(cleanPrefix(run, source), nth);
export const rejectedPrefix = (run: string, source: string) => zone(run, `rejected/${source}/`);
export const rejectedKey = (run: string, source: string, nth = 1) => part(rejectedPrefix(run, source), nth);
/** What the parts of a source are between the states that read, settle and separate them: of no use once the run has ended. */
export const partsPrefix = (run: string, source: string) => `parts/${run}/${source}/`;
/** Why a child of the run's execution failed. */
export const childFailureKey = (run: string) => `parts/${run}/failed.json`;
/** All rejected rows with their reasons, for people. */
export const rejectedCsvKey = (run: string, source: string) => zone(run, `rejected/${source}.csv`);
export const duplicatesKey = (run: string, source: string, nth = 1) => part(zone(run, `duplicates/${source}/`), nth);
export const qualityKey = (run: string, source: string) => zone(run, `quality/${source}.json`);
/** Alone there, as what Athena reads is a folder. */
export const tablePrefix = (run: string, table: string) => zone(run, `tables/${table}/`);
export const tableKey = (run: string, table: string, extension: 'parquet' | 'csv' | 'json') =>
  extension === 'parquet' ? part(tablePrefix(run, table), 1) : zone(run, `tables/${table}.${extension}`);
/** All tables, a sheet each. */
export const workbookKey = (run: string) => zone(run, 'tables/_workbook.xlsx');
/** What aggregate counted beside the tables: joins without a partner. Written last by aggregate. */
export const tablesKey = (run: string) => zone(run, 'tables/_complete.json');

/** What Athena answers to the queries of a run. */
export const answersPrefix = (run: string) => zone(run, 'athena/');
/** What the answer to a query came to. */
export const takenKey = (run: string, query: string) => `${answersPrefix(run)}${query}.json`;

export const reportsPrefix = 'reports/';

/** `reports/<batch>/<run>/` */
export const reportPrefix = (batch: string, run: string) => `reports/${batch}/${run}/`;
/** The page that a run ends with: its report, or the quality page that says why it was held. */
export const pageKey = (batch: string, run: string, result: 'published' | 'held') =>
  `${reportPrefix(batch, run)}${result === 'held' ? 'quality' : 'index'}.html`;
/** The stable address of a batch: it leads to the report that holds. */
export const batchPageKey = (batch: string) => `reports/${batch}/index.html`;
/** All batches, with all their versions. */
export const shelfKey = 'reports/index.html';
/** The report as data, beside its page. */
export const documentKey = (batch: string, run: string) => `${reportPrefix(batch, run)}report.json`;
/** Where a browser finds an object of `reports/`, on a stage whose site has that address. */
export const addressOn = (site: string, key: string) => `${site}/${key.slice(reportsPrefix.length)}`;
export const latestKey = (batch: string) => `reports/${batch}/latest.json`;

/** The parts of `incoming/<batch>/<source>/<file>`; undefined for a key of another shape. */
export function parseIncoming(key: string): { batch: string; source: string; file: string } | undefined {
  const match = /^incoming\/([^/]+)\/([^/]+)\/(.+)$/s.exec(key);
  const [, batch, source, file] = match ?? [];
  return batch && source && file ? { batch, source, file } : undefined;
}

/**
 * Whether a name of the key, a folder's too, begins with `_` or `.`: what tools leave behind or have not finished, and no
 * data by the convention of Hadoop, Spark, Athena and DuckDB.
 */
export const isHidden = (key: string) => /(^|\/)[_.]/.test(key);

/** Whether the key is that of a file with rows: none that is hidden, and no placeholder of a folder. */
export const isData = (key: string) => !isHidden(key) && !/\/$|_\$folder\$$/.test(key);
