import { answersPrefix, cleanPrefix, tablePrefix } from '../functions/core/keys.ts';
import { type GlueTable, glueTables, type Readable, tableInput } from './glue.ts';
import type { Resources, Statement } from './template.ts';

export interface AthenaNames {
  /** Of Glue: a-z, 0-9 and _. */
  readonly database: string;
  readonly workGroup: string;
  /** What one query may scan, 10,000,000 or more; Athena cancels it there. */
  readonly mostBytes: number;
}

export interface AthenaDeployment {
  readonly resources: Resources;
  /** What the state machine gets, as whom Athena reads and writes. */
  readonly machine: readonly Statement[];
  /** What the function aggregate gets beside what its function.yml says. */
  readonly aggregate: {
    readonly reads: readonly string[];
    readonly writes: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
  };
}

/** What it takes to have Athena make the tables of a report; a run makes and drops none of it. Throws PipelineInvalid. */
export function athenaOf(readable: Readable, names: AthenaNames): AthenaDeployment {
  const tables = glueTables(readable);
  return {
    resources: {
      AthenaDatabase: databaseOf(names),
      AthenaWorkGroup: workGroupOf(names),
      ...Object.fromEntries(tables.map((table) => [logicalId(table), tableOf(table, names)])),
    },
    machine: statementsOf(names),
    aggregate: {
      reads: [`${answersPrefix('*')}*`, `${tablePrefix('*', '*')}*`],
      writes: [`${answersPrefix('*')}*`],
      environment: { GLUE_DATABASE: names.database },
    },
  };
}

/** No two names of tables, in small letters, become alike. */
const logicalId = ({ name }: GlueTable) =>
  `AthenaTable${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', 'Underscore')}`;

const databaseOf = ({ database }: AthenaNames) => ({
  Type: 'AWS::Glue::Database',
  Properties: {
    CatalogId: { Ref: 'AWS::AccountId' },
    DatabaseInput: { Name: database, Description: 'What the runs of a pipeline hold, for Athena' },
  },
});

const tableOf = (table: GlueTable, { database }: AthenaNames) => ({
  Type: 'AWS::Glue::Table',
  DependsOn: 'AthenaDatabase',
  Properties: {
    CatalogId: { Ref: 'AWS::AccountId' },
    DatabaseName: database,
    TableInput: tableInput(table, inBucket),
  },
});

/** `${run}` is not for CloudFormation, but for Athena. */
const inBucket = (folder: string) => ({
  'Fn::Sub': [`s3://\${Name}/${folder.replaceAll('${', '${!')}`, { Name: { Ref: 'Bucket' } }],
});

const workGroupOf = ({ workGroup, mostBytes }: AthenaNames) => ({
  Type: 'AWS::Athena::WorkGroup',
  Metadata: {
    checkov: {
      skip: [
        { id: 'CKV_AWS_82', comment: 'The state says where an answer goes; the bucket encrypts all that is in it' },
      ],
    },
  },
  Properties: {
    Name: workGroup,
    RecursiveDeleteOption: true,
    WorkGroupConfiguration: {
      // The state says where an answer goes: to what is its run's.
      EnforceWorkGroupConfiguration: false,
      BytesScannedCutoffPerQuery: mostBytes,
      PublishCloudWatchMetricsEnabled: true,
      EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
    },
  },
});

const own = (resource: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:${resource}` });
const ofAccount = (service: string, resource: string) =>
  own(`${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
const objects = (key: string) => ({ 'Fn::Sub': `\${Bucket.Arn}/${key}` });

function statementsOf({ database, workGroup }: AthenaNames): Statement[] {
  const bucket = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
  const answers = `${answersPrefix('*')}*`;
  const reads = [`${cleanPrefix('*', '*')}*`, `${tablePrefix('*', '*')}*`, answers];
  const ofDatabase = [ofAccount('glue', 'catalog'), ofAccount('glue', `database/${database}`)];
  return [
    {
      // https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html
      Action: [
        'athena:StartQueryExecution',
        'athena:StopQueryExecution',
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
      ],
      Resource: ofAccount('athena', `workgroup/${workGroup}`),
    },
    { Action: 'athena:GetDataCatalog', Resource: ofAccount('athena', 'datacatalog/AwsDataCatalog') },
    // https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
    {
      Action: ['glue:GetTable', 'glue:GetPartitions'],
      // All tables of the database are this pipeline's; named one by one, some ninety would be too long for a role.
      Resource: [...ofDatabase, ofAccount('glue', `table/${database}/*`)],
    },
    // A query begins in the database `default`.
    { Action: 'glue:GetDatabase', Resource: [...ofDatabase, ofAccount('glue', 'database/default')] },
    // https://docs.aws.amazon.com/athena/latest/ug/s3-permissions.html
    { Action: 's3:GetBucketLocation', Resource: bucket },
    { Action: 's3:ListBucket', Resource: bucket, Condition: { StringLike: { 's3:prefix': reads } } },
    { Action: 's3:GetObject', Resource: reads.map(objects) },
    { Action: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], Resource: objects(answers) },
  ];
}
