import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { definitionOf } from '../../deployment/distributed.ts';
import { cleanKey } from '../../functions/core/keys.ts';
import { distributedOf } from '../../functions/definition/distributed.ts';
import { numberedKey, planKey } from '../../functions/preprocess/parts/part.ts';
import { functionsIn, machineOf } from '../../local/definition.ts';
import { statesOf } from '../../local/states/walk.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import { copyOfProject } from '../copy.ts';
import { doneByAws, type Need, needsInBundle, outOfReach, own, reading, recordNeeds } from '../template/calls.ts';
import { hasSample, runEveryPath } from '../template/every-path.ts';
import { allows, grantsOf, outOfZones } from '../template/policy.ts';
import { remedyOf } from '../template/remedy.ts';
import { ofType, packagedIn, statementsByRole, type Template } from '../template/template.ts';
import { matches } from '../template/wildcard.ts';

const folders = readdirSync('functions').filter((name) => existsSync(`functions/${name}/handler.ts`));
const distributed = distributedOf({ fromBytes: 1024 ** 3, ...pipeline.distributed });
const definition = definitionOf({ ...pipeline, distributed });
const capital = (name: string) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

let project: Awaited<ReturnType<typeof copyOfProject>>;
let template: Template;
beforeAll(async () => {
  project = await copyOfProject(/^(bench|examples|test)\//);
  const written = await project.read('pipeline/pipeline.ts');
  const option = 'distributed: { fromBytes: 1024 ** 3 }';
  if (!pipeline.distributed)
    await project.put('pipeline/pipeline.ts', written.replace('definePipeline({', `$& ${option},`));
  template = packagedIn(project.folder);
}, 180_000);
afterAll(() => project?.remove());

const grants = (role: string) => grantsOf(statementsByRole(template)[role] ?? []);

const machineSchema = z.object({
  StateMachineName: z.string(),
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.string()),
});
const machine = () => {
  const [found] = ofType(template, 'AWS::StepFunctions::StateMachine', machineSchema);
  return machineSchema.parse(found?.properties);
};
const workGroup = z.looseObject({ Name: z.string(), WorkGroupConfiguration: z.unknown() });
const group = () => workGroup.parse(template.Resources.AthenaWorkGroup?.Properties);

const location = z
  .object({ 'Fn::Sub': z.tuple([z.string(), z.object({ Name: z.literal('<Bucket>') })]) })
  .transform(({ 'Fn::Sub': [url] }) => url.replace('s3://$' + '{Name}/', '').replace('$' + '{!run}', 'run'));
const tableSchema = z.object({
  DatabaseName: z.string(),
  TableInput: z.object({
    Name: z.string(),
    Parameters: z.looseObject({ 'storage.location.template': location }),
  }),
});
const tables = () =>
  ofType(template, 'AWS::Glue::Table', tableSchema).map(({ properties: { DatabaseName, TableInput } }) => ({
    database: DatabaseName,
    name: TableInput.Name,
    folder: TableInput.Parameters['storage.location.template'],
  }));

describe('the state machine', () => {
  it('is the patched one, and has a value for each name in it', () => {
    const { DefinitionString, DefinitionSubstitutions } = machine();
    expect(JSON.parse(DefinitionString)).toEqual(definition);
    const named = [...DefinitionString.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect([...new Set(named)].sort()).toEqual(Object.keys(DefinitionSubstitutions).sort());
    expect(DefinitionSubstitutions).toMatchObject({ Bucket: '<Bucket>', WorkGroup: '<AthenaWorkGroup>' });
  });

  it('may do what its states do, and nothing else', () => {
    const needs = needsOfMachine();
    const granted = grants('StateMachineRole').filter(({ action }) => !/^(logs|xray):/.test(action));
    expect(needs.filter((need) => !granted.some((grant) => allows(grant, need)))).toEqual([]);
    expect(granted.filter((grant) => !needs.some((need) => allows(grant, need)))).toEqual([]);
  });
});

/** What the states ask of AWS, and what Athena asks in their name. */
function needsOfMachine(): Need[] {
  const { StateMachineName: stack } = machine();
  const called = functionsIn(definition).map((name) => own('lambda', `function:${stack}-${name}:7`));
  const maps = [...statesOf(machineOf(definition))].flatMap(({ name, state }) =>
    'ItemProcessor' in state && state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED' ? [name] : [],
  );
  expect(maps).toEqual(['ReadParts', 'Partitions', 'SeparateParts']);
  const of = { run: 'run', source: 'source', edition: 1 };
  const all = (actions: readonly string[], resources: readonly string[]) =>
    resources.flatMap((resource) => actions.map((action) => ({ action, resource })));
  return [
    ...all(['lambda:InvokeFunction'], called),
    ...all(['states:StartExecution'], [own('states', `stateMachine:${stack}`)]),
    ...all(['states:DescribeExecution', 'states:StopExecution'], [own('states', `execution:${stack}:run`)]),
    ...all(
      ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
      maps.map((map) => own('states', `execution:${stack}/${map}:run`)),
    ),
    ...all(['s3:GetObject'], [planKey(of), numberedKey(of)].map(objectOf)),
    ...needsOfAthena(all),
  ];
}

const objectOf = (key: string) => `<Bucket.Arn>/${key}`;

function needsOfAthena(all: (actions: readonly string[], resources: readonly string[]) => Need[]): Need[] {
  const queries = ['StartQueryExecution', 'StopQueryExecution', 'GetQueryExecution', 'GetQueryResults'];
  const databases = ['catalog', ...tables().map(({ database }) => `database/${database}`)];
  const ofTables = [...databases, ...tables().map(({ database, name }) => `table/${database}/${name}`)];
  const folders = [...tables().map(({ folder }) => folder), 'runs/run/athena/'];
  return [
    ...all(
      queries.map((query) => `athena:${query}`),
      [own('athena', `workgroup/${group().Name}`)],
    ),
    ...all(['athena:GetDataCatalog'], [own('athena', 'datacatalog/AwsDataCatalog')]),
    ...all(
      ['glue:GetDatabase'],
      [...databases, 'database/default'].map((one) => own('glue', one)),
    ),
    ...all(
      ['glue:GetTable', 'glue:GetPartitions'],
      ofTables.map((one) => own('glue', one)),
    ),
    ...all(['s3:GetBucketLocation'], ['<Bucket.Arn>']),
    ...folders.map((prefix) => ({ action: 's3:ListBucket', resource: '<Bucket.Arn>', prefix })),
    ...all(
      ['s3:GetObject'],
      folders.map((folder) => objectOf(`${folder}000001.parquet`)),
    ),
    ...all(
      ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      [objectOf('runs/run/athena/0a1b.csv')],
    ),
  ];
}

describe('Athena', () => {
  it('has a table for each source and each table of the report, in a folder of the run', () => {
    const { sources, report } = pipeline;
    expect(tables().map(({ folder }) => folder)).toEqual([
      ...sources.map(({ name }) => `runs/run/clean/${name}/`),
      ...report.tables.map(({ name }) => `runs/run/tables/${name}/`),
    ]);
  });

  it('has them in the database that aggregate asks for', () => {
    const variables = z.looseObject({ Environment: z.object({ Variables: z.record(z.string(), z.string()) }) });
    const { Environment } = variables.parse(template.Resources.AggregateLambdaFunction?.Properties);
    const databases = new Set(tables().map(({ database }) => database));
    expect([...databases]).toEqual([Environment.Variables.GLUE_DATABASE]);
    expect(template.Resources.AthenaDatabase?.Properties).toMatchObject({ DatabaseInput: { Name: [...databases][0] } });
  });

  it('writes where the states say, and stops at what the pipeline lets a query scan', () => {
    expect(group()).toMatchObject({
      Name: machine().StateMachineName,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: false,
        BytesScannedCutoffPerQuery: distributed.maxScannedBytes,
      },
    });
    expect(machine().DefinitionString).toContain(`s3://$${'{Bucket}'}/runs/{}/athena/`);
  });

  it('has names that the policy of who deploys is about', () => {
    const { StateMachineName: stack } = machine();
    const name = stack.replace(/-dev$/, '');
    const policy = readFileSync('docs/deployer-policy.json', 'utf8');
    const told = policy.replaceAll('PIPELINE', name).replaceAll('DATABASE', name.replaceAll('-', '_'));
    const resources = [...told.matchAll(/"(arn:aws:(?:glue|athena):[^"]+)"/g)].map(([, resource = '']) => resource);
    const [{ database } = { database: '' }] = tables();
    for (const made of [
      `arn:aws:athena:eu-central-1:111111111111:workgroup/${group().Name}`,
      `arn:aws:glue:eu-central-1:111111111111:database/${database}`,
      ...tables().map((table) => `arn:aws:glue:eu-central-1:111111111111:table/${database}/${table.name}`),
    ])
      expect([made, resources.filter((resource) => matches(resource, made))]).toEqual([made, [expect.anything()]]);
  });
});

describe('the bucket', () => {
  it('loses what lies in parts/ once no redrive can want it, and nothing else earlier than without', () => {
    const bucket = z.looseObject({ LifecycleConfiguration: z.object({ Rules: z.array(z.looseObject({})) }) });
    const { Rules } = bucket.parse(template.Resources.Bucket?.Properties).LifecycleConfiguration;
    expect(Rules.filter(({ Prefix }) => Prefix === 'parts/')).toEqual([
      { Id: 'Parts', Status: 'Enabled', Prefix: 'parts/', ExpirationInDays: 15 },
    ]);
    expect(Rules.flatMap(({ Prefix, ExpirationInDays }) => (ExpirationInDays ? [Prefix] : []))).toEqual([
      'runs/',
      'parts/',
    ]);
  });
});

describe('the roles', () => {
  it('reach no further than one zone of the bucket at a time, and no other bucket', () => {
    expect(outOfZones(Object.keys(statementsByRole(template)).flatMap(grants))).toEqual([]);
  });

  it('say * for log delivery and tracing alone', () => {
    const wide = Object.keys(statementsByRole(template))
      .flatMap(grants)
      .filter(({ resource }) => resource === '*');
    expect(wide.filter(({ action }) => !/^(logs|xray):/.test(action))).toEqual([]);
  });
});

(hasSample ? describe : describe.skip)('in a distributed run', () => {
  const recorded = recordNeeds();
  beforeAll(() => runEveryPath({ distributed: true, batches: 1 }), 180_000);

  // A batch of small sources goes the other way.
  const ofSmallBatches = reading(cleanKey('run', 'source'));
  const names = ['run', 'source', ...[...pipeline.sources, ...pipeline.report.tables].map(({ name }) => name)];
  const needs = (name: string) => [
    ...(recorded.get(name) ?? []),
    ...needsInBundle(name, project.folder),
    ...(outOfReach[name] ?? []),
    ...(name === 'aggregate' ? ofSmallBatches : []),
  ];

  it.each(folders)('%s may make every call that it makes', (name) => {
    const allowed = grants(`${capital(name)}Role`);
    expect(needs(name)).not.toHaveLength(0);
    const denied = needs(name).filter((need) => !allowed.some((grant) => allows(grant, need)));
    expect(remedyOf(name, denied, names)).toBe('');
  });

  it.each(['preprocess', 'aggregate'])('%s may do nothing that it does not do', (name) => {
    const byCode = grants(`${capital(name)}Role`).filter(
      ({ action }) => !/^(logs|xray):/.test(action) && !doneByAws[name]?.includes(action),
    );
    expect(byCode.filter((grant) => !needs(name).some((need) => allows(grant, need)))).toEqual([]);
  });
});
