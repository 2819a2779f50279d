import { z } from 'zod';
import { deploymentOf, type Stage } from '../../deployment/deployment.ts';
import { seconds } from '../../functions/core/duration.ts';
import { definePipeline, type PipelineOptions } from '../../functions/definition/define-pipeline.ts';
import { defineSource, type Late } from '../../functions/definition/define-source.ts';
import { dynamodb } from '../../functions/origins/dynamodb/options.ts';
import { http } from '../../functions/origins/http/options.ts';
import type { Origin } from '../../functions/origins/origins.ts';
import { postgres } from '../../functions/origins/postgres/options.ts';
import { upload } from '../../functions/origins/upload/options.ts';

const row = z.object({ id: z.string() });
const orders = (origin: Origin, late?: Late) => ({ origin, ...(late && { late }) });

/** The deployment of a pipeline with a source for each origin. */
function deployed(
  sources: ReturnType<typeof orders>[],
  stage: Partial<Stage> = {},
  more: Pick<PipelineOptions, 'distributed'> = {},
) {
  const definition = definePipeline({
    name: 'shop',
    period: 'month',
    timeZone: 'Europe/Zurich',
    sources: sources.map((one, at) => defineSource({ name: `orders_${at}`, title: 'Orders', row, ...one })),
    limits: { rejected: 0, empty: 'hold' },
    maxSourceBytes: 1,
    report: { title: 'Shop', figures: [], tables: [] },
    ...more,
  });
  const none = {
    vpcSubnets: [],
    vpcSecurityGroups: [],
    databaseUsers: [],
    ingest: 'shop-dev-ingest',
    machine: 'shop-dev',
  };
  return deploymentOf(definition, [], { ...none, ...stage });
}

const own = (service: string, resource: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
});
const query = 'SELECT id FROM orders';

it('is nothing at all for a pipeline of uploads alone', () => {
  expect(deployed([orders(upload()), orders(upload())])).toEqual({
    resources: {},
    ingest: { permissions: [] },
  });
});

describe('where sources are read in parts', () => {
  const { distributed } = deployed([orders(upload())], {}, { distributed: { fromBytes: 1 } });

  it('the state machine may start and stop its own children, and read the lists of parts', () => {
    expect(distributed?.machine.slice(0, 4)).toEqual([
      { Action: 'states:StartExecution', Resource: own('states', 'stateMachine:shop-dev') },
      {
        Action: ['states:DescribeExecution', 'states:StopExecution'],
        Resource: [own('states', 'execution:shop-dev:*'), own('states', 'execution:shop-dev/*')],
      },
      { Action: 'states:RedriveExecution', Resource: own('states', 'execution:shop-dev/*') },
      { Action: 's3:GetObject', Resource: { 'Fn::Sub': `\${Bucket.Arn}/parts/*` } },
    ]);
  });

  it('preprocess keeps what it has between two states where it is erased once no redrive can want it', () => {
    expect(distributed?.preprocess).toEqual({ reads: ['parts/*', 'runs/*/rejected/*'], writes: ['parts/*'] });
    expect(distributed?.lifecycle).toMatchObject({ Prefix: 'parts/', ExpirationInDays: 15 });
  });
});

describe('ingest may', () => {
  const window = { partition: { attribute: 'kind', value: 'order' }, sort: { attribute: 'at', as: 'iso' } } as const;
  const byIam = { databaseUsers: ['db-A/reader', 'db-B/reader'] };

  it.each<[string, Origin, Partial<Stage>, object[]]>([
    [
      'read the secret of a database',
      postgres({ secret: 'shop/orders-db', query }),
      byIam, // which nobody asks for
      [{ Action: 'secretsmanager:GetSecretValue', Resource: [own('secretsmanager', 'secret:shop/orders-db-??????')] }],
    ],
    [
      'read a secret of another account, which is named by its ARN',
      postgres({ secret: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf', query }),
      {},
      [
        {
          Action: 'secretsmanager:GetSecretValue',
          Resource: [{ 'Fn::Sub': 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf' }],
        },
      ],
    ],
    [
      'log in by IAM as the users that the stage names',
      postgres({ secret: 'db', query, login: 'iam' }),
      byIam,
      [
        { Action: 'secretsmanager:GetSecretValue', Resource: [own('secretsmanager', 'secret:db-??????')] },
        {
          Action: 'rds-db:connect',
          Resource: [own('rds-db', 'dbuser:db-A/reader'), own('rds-db', 'dbuser:db-B/reader')],
        },
      ],
    ],
    [
      'scan a table',
      dynamodb({ table: 'orders' }),
      {},
      [{ Action: 'dynamodb:Scan', Resource: [own('dynamodb', 'table/orders')] }],
    ],
    [
      'query a table',
      dynamodb({ table: 'orders', window }),
      {},
      [{ Action: 'dynamodb:Query', Resource: [own('dynamodb', 'table/orders')] }],
    ],
    [
      'query an index, and not its table',
      dynamodb({ table: 'orders', window: { ...window, index: 'by-time' } }),
      {},
      [{ Action: 'dynamodb:Query', Resource: [own('dynamodb', 'table/orders/index/by-time')] }],
    ],
    [
      'look up the capacity that a share is taken of',
      dynamodb({ table: 'orders', window: { ...window, index: 'by-time' }, capacity: { share: 0.5 } }),
      {},
      [
        { Action: 'dynamodb:Query', Resource: [own('dynamodb', 'table/orders/index/by-time')] },
        { Action: 'dynamodb:DescribeTable', Resource: [own('dynamodb', 'table/orders')] },
      ],
    ],
    ['do nothing more for an API without a secret', http({ url: 'https://shop.example/orders' }), {}, []],
    [
      'read the secret of an API',
      http({ url: 'https://shop.example/orders', secret: 'api' }),
      {},
      [{ Action: 'secretsmanager:GetSecretValue', Resource: [own('secretsmanager', 'secret:api-??????')] }],
    ],
  ])('%s', (_, origin, stage, permissions) => {
    expect(deployed([orders(origin)], stage).ingest).toEqual({ permissions });
  });

  it('read a secret that two sources share, which is said once', () => {
    const { ingest } = deployed([1, 2].map(() => orders(postgres({ secret: 'db', query }))));
    expect(ingest.permissions).toEqual([
      { Action: 'secretsmanager:GetSecretValue', Resource: [own('secretsmanager', 'secret:db-??????')] },
    ]);
  });

  it('not be deployed without the users of a login by IAM', () => {
    expect(() => deployed([orders(postgres({ secret: 'db', query, login: 'iam' }))])).toThrow(
      /orders_0.*databaseUsers=/,
    );
  });
});

describe('the VPC', () => {
  const vpc = { vpcSubnets: ['subnet-1', 'subnet-2'], vpcSecurityGroups: ['sg-1'] };

  it('has ingest in it where the stage says so, with network interfaces that its code may not touch', () => {
    const { ingest } = deployed([orders(upload())], vpc);
    expect(ingest.vpc).toEqual({ subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] });
    const [allowed, denied, ...others] = ingest.permissions;
    expect(others).toEqual([]);
    expect(allowed).toMatchObject({ Resource: '*', Action: expect.arrayContaining(['ec2:CreateNetworkInterface']) });
    expect(denied).toEqual({
      ...allowed,
      Effect: 'Deny',
      Condition: { ArnEquals: { 'lambda:SourceFunctionArn': own('lambda', 'function:shop-dev-ingest') } },
    });
  });

  it.each(['vpcSubnets', 'vpcSecurityGroups'] as const)('is refused where only %s are given', (name) => {
    expect(() => deployed([orders(upload())], { [name]: vpc[name] })).toThrow(/both vpcSubnets and vpcSecurityGroups/);
  });
});

describe('the schedules', () => {
  const scheduleSchema = z.object({
    Type: z.literal('AWS::Scheduler::Schedule'),
    Properties: z.object({ ScheduleExpression: z.string(), Target: z.object({ Input: z.string() }) }),
  });

  it('are one for all databases, and one for each deadline, with one role', () => {
    const uploads = [86_400, 86_400, 5 * 86_400].map((after) =>
      orders(upload(), { after: seconds(after), action: after > 86_400 ? 'wait' : 'partial' }),
    );
    const tables = [600, 1800].map((settle) => orders(dynamodb({ table: 'orders', settle: seconds(settle) })));
    const { OpeningsRole, ...schedules } = deployed([...uploads, ...tables]).resources;
    expect(OpeningsRole).toBeDefined();
    const said = Object.values(schedules).map((one) => {
      const { ScheduleExpression, Target } = scheduleSchema.parse(one).Properties;
      return [ScheduleExpression, JSON.parse(Target.Input)];
    });
    const opening = (after: number) => ({ open: { at: '<aws.scheduler.scheduled-time>', after } });
    expect(said).toEqual([
      ['cron(30 0,1 1 * ? *)', opening(1800)],
      ['cron(0 0,1 2 * ? *)', opening(86_400)],
      ['cron(0 0,1 6 * ? *)', opening(5 * 86_400)],
    ]);
  });
});
