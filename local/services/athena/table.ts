import { z } from 'zod';

/** A type of Hive, as far as a report has a use for it, and what it is in DuckDB. */
const simple: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  int: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  string: 'VARCHAR',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};
const decimal = /^decimal\((\d{1,2}),(\d{1,2})\)$/;

const hiveType = z
  .string()
  .refine((type) => Object.hasOwn(simple, type) || decimal.test(type), 'is no type that the local Athena knows');
const column = z.strictObject({ Name: z.string().regex(/^[^A-Z]+$/), Type: hiveType, Comment: z.string().optional() });
const run = z.strictObject({ Name: z.literal('run'), Type: z.literal('string') });

/** https://docs.aws.amazon.com/athena/latest/ug/partition-projection-dynamic-id-partitioning.html */
const parameters = z.strictObject({
  EXTERNAL: z.literal('TRUE').optional(),
  classification: z.literal('parquet').optional(),
  'projection.enabled': z.literal('true'),
  'projection.run.type': z.literal('injected'),
  'storage.location.template': z
    .string()
    .regex(/^s3:\/\/[^/]+\/.*\/$/)
    .includes(`\${run}`),
});

const className = (name: string) => z.literal(`org.apache.hadoop.hive.ql.io.parquet.${name}`);
const storage = z.strictObject({
  Location: z.string().startsWith('s3://'),
  Columns: z.array(column).min(1),
  InputFormat: className('MapredParquetInputFormat'),
  OutputFormat: className('MapredParquetOutputFormat'),
  SerdeInfo: z.strictObject({ SerializationLibrary: className('serde.ParquetHiveSerDe') }),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-glue-table.html */
const glueTable = z.strictObject({
  CatalogId: z.string().optional(),
  DatabaseName: z.string(),
  TableInput: z.strictObject({
    Name: z.string().regex(/^[^A-Z]+$/),
    Description: z.string().optional(),
    TableType: z.literal('EXTERNAL_TABLE'),
    Parameters: parameters,
    PartitionKeys: z.tuple([run]),
    StorageDescriptor: storage,
  }),
});

/** A table over Parquet files whose rows are those of one run. */
export interface Table {
  readonly database: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Where the files of a run are. */
  readonly locationOf: (run: string) => { readonly bucket: string; readonly prefix: string };
}

/** The tables that the properties of AWS::Glue::Table declare. Throws on what Athena has and this has not. */
export const tablesOf = (declared: readonly unknown[]): Table[] =>
  declared.map((one) => {
    const { DatabaseName: database, TableInput } = glueTable.parse(one);
    const { Name: name, StorageDescriptor, Parameters } = TableInput;
    const columns = StorageDescriptor.Columns.map(({ Name, Type }) => ({ name: Name, type: Type }));
    const template = Parameters['storage.location.template'];
    return { database, name, columns, locationOf: (run) => placeOf(template.replaceAll(`\${run}`, () => run)) };
  });

/** What a URL of S3 points to. */
export function placeOf(url: string): { readonly bucket: string; readonly prefix: string } {
  const { bucket, prefix } = z
    .object({ bucket: z.string(), prefix: z.string() })
    .parse(/^s3:\/\/(?<bucket>[^/]+)\/(?<prefix>.*)$/.exec(url)?.groups);
  return { bucket, prefix };
}

/** A type of Hive in DuckDB. */
export const duckdbType = (hive: string) => simple[hive] ?? hive.toUpperCase();
