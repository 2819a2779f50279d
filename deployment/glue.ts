import { storedColumns } from '../functions/aggregate/describe.ts';
import type { Described } from '../functions/aggregate/files.ts';
import { typed } from '../functions/aggregate/sources.ts';
import { TributaryError } from '../functions/core/errors.ts';
import { cleanPrefix, tablePrefix } from '../functions/core/keys.ts';
import type { Pipeline } from '../functions/definition/define-pipeline.ts';

/** What Athena may read: the clean rows of the sources, and the tables of the report. */
export interface Readable {
  readonly sources: Pipeline['sources'];
  readonly tables: readonly Described[];
}

/** A table of Glue, as far as it is this one's own. */
export interface GlueTable {
  readonly name: string;
  readonly columns: readonly { readonly Name: string; readonly Type: string }[];
  /** The folder of a run, in the bucket; the run is `${run}`. */
  readonly folder: string;
}

/** A table for each source and each table of the report. Throws PipelineInvalid with every column that it cannot have. */
export function glueTables(readable: Readable): GlueTable[] {
  const problems = glueProblems(readable);
  if (problems.length > 0)
    throw new TributaryError('PipelineInvalid', `Athena cannot read the pipeline:\n- ${problems.join('\n- ')}`);
  return relationsOf(readable).map(({ columns, ...table }) => ({
    ...table,
    columns: columns.map(({ name, type }) => ({ Name: name.toLowerCase(), Type: hiveType(type) })),
  }));
}

/** A sentence for each column that Athena cannot have. */
export const glueProblems = (readable: Readable): string[] =>
  relationsOf(readable).flatMap(({ name, columns }) => columns.flatMap((column) => problemOf(name, column.name) ?? []));

const relationsOf = ({ sources, tables }: Readable) => [
  ...sources.map(({ name, contract }) => ({
    name,
    columns: typed(contract.columns),
    folder: cleanPrefix(ofRun, name),
  })),
  ...tables.map((table) => ({
    name: table.name,
    columns: storedColumns(table),
    folder: tablePrefix(ofRun, table.name),
  })),
];

const ofRun = `\${run}`;

/** https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html; `run` is the column of the partition. */
function problemOf(table: string, column: string): string | undefined {
  if (/^run$/i.test(column))
    return `${table} has a column "${column}", by which Athena tells runs apart: name it otherwise.`;
  if (/^\w{1,255}$/.test(column)) return undefined;
  return `${table} has a column "${column}": name it by a-z, 0-9 and _ alone.`;
}

const hive: Readonly<Record<string, string>> = { VARCHAR: 'string', INTEGER: 'int' };

/** The engine's type as Hive calls it. */
const hiveType = (type: string) => hive[type] ?? type.toLowerCase().replaceAll(' ', '');

const parquet = 'org.apache.hadoop.hive.ql.io.parquet';

/** `TableInput` of AWS::Glue::Table; `location` makes the URL of a folder in the bucket. */
export const tableInput = <Url>({ name, columns, folder }: GlueTable, location: (folder: string) => Url) => ({
  Name: name,
  TableType: 'EXTERNAL_TABLE',
  Parameters: {
    EXTERNAL: 'TRUE',
    classification: 'parquet',
    // https://docs.aws.amazon.com/athena/latest/ug/partition-projection-dynamic-id-partitioning.html
    'projection.enabled': 'true',
    'projection.run.type': 'injected',
    'storage.location.template': location(folder),
  },
  PartitionKeys: [{ Name: 'run', Type: 'string' }],
  StorageDescriptor: {
    Location: location('runs/'),
    Columns: columns,
    InputFormat: `${parquet}.MapredParquetInputFormat`,
    OutputFormat: `${parquet}.MapredParquetOutputFormat`,
    SerdeInfo: { SerializationLibrary: `${parquet}.serde.ParquetHiveSerDe` },
  },
});
