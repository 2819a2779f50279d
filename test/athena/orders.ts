const hadoop = 'org.apache.hadoop.hive.ql.io.parquet';
const types = {
  id: 'int',
  big: 'bigint',
  price: 'decimal(10,2)',
  huge: 'decimal(38,0)',
  share: 'double',
  said: 'string',
  yes: 'boolean',
  day: 'date',
  seen: 'timestamp',
};

/** A table of Glue, whose run is projected. */
export const orders = {
  DatabaseName: 'shop',
  TableInput: {
    Name: 'orders',
    TableType: 'EXTERNAL_TABLE',
    Parameters: {
      'projection.enabled': 'true',
      'projection.run.type': 'injected',
      'storage.location.template': `s3://lake/runs/\${run}/clean/orders/`,
    },
    PartitionKeys: [{ Name: 'run', Type: 'string' }],
    StorageDescriptor: {
      Location: 's3://lake/runs/',
      Columns: Object.entries(types).map(([Name, Type]) => ({ Name, Type })),
      InputFormat: `${hadoop}.MapredParquetInputFormat`,
      OutputFormat: `${hadoop}.MapredParquetOutputFormat`,
      SerdeInfo: { SerializationLibrary: `${hadoop}.serde.ParquetHiveSerDe` },
    },
  },
};
