import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { definitionOf } from '../../deployment/distributed.ts';
import { notThereKey } from '../../deployment/not-there.ts';
import { openingsOf } from '../../deployment/openings.ts';
import { errorNames, serviceErrors } from '../../functions/core/errors.ts';
import { overdueIn } from '../../functions/start/overdue.ts';
import { machineOf, readDefinition } from '../../local/definition.ts';
import { executionStatusChange, objectCreated } from '../../local/events.ts';
import { eventPattern, matchesPattern } from '../../local/services/event-pattern.ts';
import type { TaskState } from '../../local/states/definition.ts';
import { resourceOf } from '../../local/states/integrations/resource.ts';
import { isTask, statesOf } from '../../local/states/walk.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import { commandsInCode, doneByAws, knownCommands, needsInBundle, outOfReach, recordNeeds } from '../template/calls.ts';
import { hasSample, runEveryPath } from '../template/every-path.ts';
import {
  alarmsIn,
  countedIn,
  dashboardIn,
  embeddedIn,
  emittedByAws,
  filtersIn,
  heldAlone,
} from '../template/metrics.ts';
import { allows, grantsOf, outOfZones } from '../template/policy.ts';
import { remedyOf } from '../template/remedy.ts';
import { ofType, packagedTemplate, statementsByRole, type Template, templateWhere } from '../template/template.ts';
import { readZip, type ZipEntry } from '../template/zip.ts';
import { logTo } from '../world/log.ts';

const definition = readDefinition();
const folders = readdirSync('functions').filter((name) => existsSync(`functions/${name}/handler.ts`));
/** A state that calls a function, and not another service. */
const callsFunction = ({ state }: { state: TaskState }) => resourceOf(state.Resource)?.kind !== 'service';

const capital = (name: string) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

let template: Template;
beforeAll(() => {
  template = packagedTemplate();
}, 120_000);

const functionSchema = z.object({
  Handler: z.string(),
  Role: z.string(),
  Runtime: z.string(),
  Architectures: z.array(z.string()),
  MemorySize: z.int(),
  Timeout: z.int(),
  EphemeralStorage: z.object({ Size: z.int() }).optional(),
  ReservedConcurrentExecutions: z.never().optional(),
  TracingConfig: z.object({ Mode: z.string() }),
  LoggingConfig: z.object({ LogFormat: z.string() }),
});
const functions = () => ofType(template, 'AWS::Lambda::Function', functionSchema);

describe('the functions', () => {
  it('are the folders with a handler, and each has a file of its own in the package', () => {
    const handlers = folders.map((name) => [`${capital(name)}LambdaFunction`, `dist/${name}/handler.handler`]);
    expect(Object.fromEntries(functions().map(({ id, properties }) => [id, properties.Handler]))).toEqual(
      Object.fromEntries(handlers),
    );
  });

  it('are the states that do work, and start, notify and shelve beside them', () => {
    const tasks = [...statesOf(machineOf(definition))].filter(isTask).filter(callsFunction);
    expect(tasks.map(({ state }) => state.Resource)).toEqual(tasks.map(({ name }) => `\${${name}FunctionArn}`));
    expect([...tasks.map(({ name }) => name.toLowerCase()), 'notify', 'shelve', 'start'].sort()).toEqual(
      folders.sort(),
    );
  });

  it.each(folders)('%s fits a new account, on the newest runtime', (name) => {
    const properties = functions().find(({ id }) => id === `${capital(name)}LambdaFunction`)?.properties;
    expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    expect(properties).toMatchObject({ TracingConfig: { Mode: 'Active' }, LoggingConfig: { LogFormat: 'JSON' } });
    expect(properties?.MemorySize).toBeLessThanOrEqual(3008);
    expect(properties?.Role).toBe(`<${capital(name)}Role.Arn>`);
  });

  it('are in no VPC unless the stage says so, and ingest knows the CAs of RDS', () => {
    const vpcs = ofType(template, 'AWS::Lambda::Function', z.looseObject({ VpcConfig: z.unknown().optional() }));
    expect(vpcs.filter(({ properties }) => properties.VpcConfig !== undefined)).toEqual([]);
    expect(vpcs.find(({ id }) => id === 'IngestLambdaFunction')?.properties).toMatchObject({
      Environment: { Variables: { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' } },
    });
  });

  it('are given up by their state only after they have given up themselves', () => {
    for (const { name, state } of [...statesOf(machineOf(definition))].filter(isTask).filter(callsFunction)) {
      const timeout = functions().find(({ id }) => id === `${name}LambdaFunction`)?.properties.Timeout;
      expect(state.TimeoutSeconds).toBeGreaterThan(timeout ?? Number.POSITIVE_INFINITY);
    }
  });

  it('are no loop to be stopped, where one sends messages to its own queue', () => {
    const loops = ofType(template, 'AWS::Lambda::Function', z.looseObject({ RecursiveLoop: z.string().optional() }));
    expect(
      loops.flatMap(({ id, properties }) => (properties.RecursiveLoop ? [[id, properties.RecursiveLoop]] : [])),
    ).toEqual([['StartLambdaFunction', 'Allow']]);
  });

  it('keep their logs for a month', () => {
    const groups = ofType(template, 'AWS::Logs::LogGroup', z.object({ RetentionInDays: z.literal(30) }));
    expect(groups.map(({ id }) => id).sort()).toEqual(
      [...folders.map((name) => `${capital(name)}LogGroup`), 'StateMachineLogs'].sort(),
    );
  });
});

describe('the packages', () => {
  const bundleSchema = z.object({ inputs: z.record(z.string(), z.unknown()) });
  const entries = (name: string) => readZip(`.serverless/${name}.zip`);
  const usesEngine = (name: string) =>
    'functions/platform/engine.ts' in
    bundleSchema.parse(JSON.parse(readFileSync(`dist/${name}.meta.json`, 'utf8'))).inputs;
  const machine = (entry: ZipEntry) => {
    const header = entry.read();
    return header.toString('latin1', 0, 4) === '\x7fELF' ? header.readUInt16LE(18) : undefined;
  };
  const aarch64 = 0xb7;

  it.each(folders)('%s is code that Node can read', (name) => {
    expect(execFileSync(process.execPath, ['--check', `dist/${name}/handler.mjs`], { encoding: 'utf8' })).toBe('');
  });

  it.each(folders)('%s holds its code, and DuckDB for arm64 just where it is used', (name) => {
    const files = entries(name);
    expect(files.map((file) => file.name)).toEqual(expect.arrayContaining([`dist/${name}/handler.mjs`]));
    const native = files.filter((file) => /\.(node|so)$/.test(file.name));
    expect(native.map(machine)).toEqual(usesEngine(name) ? [aarch64, aarch64] : []);
    expect(files.every((file) => file.name.startsWith(`dist/${name}/`))).toBe(true);
  });

  it.each(['start', 'ingest', 'notify', 'shelve'])('%s is small, so that it starts fast', (name) => {
    expect(statSync(`.serverless/${name}.zip`).size).toBeLessThan(400_000);
  });

  it('holds DuckDB where the steps compute, and not where they do without', () => {
    const computing = ['aggregate', 'preprocess'];
    expect(computing.filter(usesEngine)).toEqual(computing);
    expect(['ingest', 'notify', 'report', 'shelve', 'start'].filter(usesEngine)).toEqual([]);
  });
});

describe('the rules', () => {
  const ruleSchema = z.object({
    EventPattern: eventPattern,
    Targets: z.tuple([
      z.object({
        Arn: z.string(),
        RetryPolicy: z.object({ MaximumEventAgeInSeconds: z.int(), MaximumRetryAttempts: z.int() }),
        DeadLetterConfig: z.object({ Arn: z.literal('<DeadLetters.Arn>') }),
      }),
    ]),
  });
  const rule = (id: string) =>
    ruleSchema.parse(ofType(template, 'AWS::Events::Rule', ruleSchema).find((one) => one.id === id)?.properties);

  const uploaded = (key: string, bucket = '<Bucket>') => objectCreated(bucket, { key, size: 1, etag: 'e' });

  it('hand every upload to the queue, however it was uploaded, and every file that is withdrawn, and nothing else', () => {
    const { EventPattern, Targets } = rule('UploadsRule');
    const taken = (event: unknown) => matchesPattern(EventPattern, event);
    expect(Targets[0].Arn).toBe('<UploadsQueue.Arn>');
    const event = uploaded('incoming/2026-01/orders/a file é.csv');
    expect(taken(event)).toBe(true);
    expect(taken({ ...event, detail: { ...event.detail, reason: 'CompleteMultipartUpload' } })).toBe(true);
    const gone = (reason: string) => ({
      ...event,
      'detail-type': 'Object Deleted',
      detail: { ...event.detail, reason },
    });
    expect(taken(gone('DeleteObject'))).toBe(true);
    expect(taken(gone('Lifecycle Expiration'))).toBe(false);
    expect(taken({ ...event, 'detail-type': 'Object Tags Added' })).toBe(false);
    expect(taken(uploaded('runs/2026-01-a/manifest.json'))).toBe(false);
    expect(taken(uploaded('incoming/2026-01/orders/a.csv', 'another-bucket'))).toBe(false);
  });

  it('hand every end of an execution to notify, and no beginning', () => {
    const { EventPattern, Targets } = rule('EndsRule');
    expect(Targets[0].Arn).toBe('<NotifyLambdaFunction.Arn>');
    const about = { arn: 'arn', name: 'n', input: {}, startedAt: new Date() };
    const execution = { ...about, redrives: 0, redrivenAt: undefined, events: [], end: undefined };
    const taken = (status: string, machine = '<StateMachine>') => {
      const event = executionStatusChange({ ...execution, stateMachineArn: machine });
      return matchesPattern(EventPattern, { ...event, detail: { ...event.detail, status } });
    };
    expect(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].map((status) => taken(status))).toEqual(Array(4).fill(true));
    expect(taken('RUNNING')).toBe(false);
    expect(taken('FAILED', 'another-machine')).toBe(false);
  });

  it('hand what holds to shelve whenever it is written, and no other object', () => {
    const { EventPattern, Targets } = rule('LatestRule');
    expect(Targets[0].Arn).toBe('<ShelveLambdaFunction.Arn>');
    const taken = (key: string, bucket?: string) => matchesPattern(EventPattern, uploaded(key, bucket));
    expect(taken('reports/2013-02/latest.json')).toBe(true);
    expect(taken('reports/2013-02/index.html')).toBe(false);
    expect(taken('incoming/2013-02/orders/latest.json')).toBe(false);
    expect(taken('reports/2013-02/latest.json', 'another-bucket')).toBe(false);
  });

  it('may put what they take into their targets and into the dead letters', () => {
    const policySchema = z.object({
      PolicyDocument: z.object({
        Statement: z.tuple([
          z.object({
            Action: z.literal('sqs:SendMessage'),
            Resource: z.string(),
            Condition: z.object({ ArnEquals: z.object({ 'aws:SourceArn': z.unknown() }) }),
          }),
        ]),
      }),
    });
    const allowed = ofType(template, 'AWS::SQS::QueuePolicy', policySchema).map(({ properties }) => {
      const [{ Resource, Condition }] = properties.PolicyDocument.Statement;
      return [Resource, Condition.ArnEquals['aws:SourceArn']];
    });
    expect(Object.fromEntries(allowed)).toEqual({
      '<UploadsQueue.Arn>': '<UploadsRule.Arn>',
      '<DeadLetters.Arn>': ['<UploadsRule.Arn>', '<EndsRule.Arn>', '<LatestRule.Arn>'],
    });
  });
});

/** A pipeline of uploads that are waited for without end has no schedule. */
const hasOpenings = openingsOf(pipeline).length > 0;

describe('the schedules', () => {
  it('are those of the pipeline, in its time zone, and write to the queue of start', () => {
    const schedules = ofType(template, 'AWS::Scheduler::Schedule', z.looseObject({}));
    const openings = openingsOf(pipeline);
    expect(schedules).toHaveLength(openings.length);
    for (const [at, { expression, message }] of openings.entries()) {
      expect(schedules[at]?.properties).toMatchObject({
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: pipeline.timeZone,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: '<UploadsQueue.Arn>',
          RoleArn: '<OpeningsRole.Arn>',
          Input: message,
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: '<DeadLetters.Arn>' },
        },
      });
    }
  });

  it('may do nothing but that, and only those of this account', () => {
    if (!hasOpenings) return expect(template.Resources).not.toHaveProperty('OpeningsRole');
    expect(statementsByRole(template).OpeningsRole).toEqual([
      { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: ['<UploadsQueue.Arn>', '<DeadLetters.Arn>'] },
    ]);
    expect(template.Resources.OpeningsRole?.Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
        },
      ],
    });
  });
});

describe('the queue', () => {
  const queueSchema = z.object({ VisibilityTimeout: z.int().optional(), SqsManagedSseEnabled: z.literal(true) });
  const queue = (id: string) => ofType(template, 'AWS::SQS::Queue', queueSchema).find((one) => one.id === id);

  it('waits six times the timeout of start before it delivers a message again', () => {
    const timeout = functions().find(({ id }) => id === 'StartLambdaFunction')?.properties.Timeout ?? 0;
    expect(queue('UploadsQueue')?.properties.VisibilityTimeout).toBe(6 * timeout);
  });

  it('delivers again only what start could not do, to two of it at most', () => {
    const [mapping] = ofType(template, 'AWS::Lambda::EventSourceMapping', z.looseObject({}));
    expect(mapping?.properties).toMatchObject({
      EventSourceArn: '<UploadsQueue.Arn>',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});

describe('the bucket', () => {
  it('is private, encrypted, versioned, kept, and says what is created in it', () => {
    const bucket = ofType(template, 'AWS::S3::Bucket', z.looseObject({})).find(({ id }) => id === 'Bucket');
    expect(bucket?.properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    expect(template.Resources.Bucket).toMatchObject({ UpdateReplacePolicy: 'Retain' });
  });

  it('refuses whatever does not come by TLS', () => {
    const policies = ofType(template, 'AWS::S3::BucketPolicy', z.looseObject({ PolicyDocument: z.unknown() }));
    expect(policies.find(({ id }) => id === 'BucketPolicy')?.properties.PolicyDocument).toMatchObject({
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: ['<Bucket.Arn>', '<Bucket.Arn>/*'],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
  });
});

describe('the site', () => {
  const site = () => templateWhere('HasSite');
  const policyOf = (one: Template) =>
    z
      .object({ Statement: z.array(z.looseObject({ Sid: z.string() })) })
      .parse(one.Resources.BucketPolicy?.Properties.PolicyDocument).Statement;

  const configOf = (one: Template) =>
    z.looseObject({}).parse(one.Resources.Distribution?.Properties.DistributionConfig);

  it('is nothing at all unless the stage says so', () => {
    expect(Object.values(template.Resources).filter(({ Type }) => Type.startsWith('AWS::CloudFront::'))).toEqual([]);
    expect(Object.keys(template.Outputs)).not.toContain('ReportsUrl');
    expect(JSON.stringify(template)).not.toMatch(/cloudfront|REPORTS_URL/i);
  });

  it('gives no role anything more, and tells notify alone where it is', () => {
    expect(statementsByRole(site())).toEqual(statementsByRole(template));
    const variables = z.looseObject({ Environment: z.object({ Variables: z.record(z.string(), z.string()) }) });
    const told = ofType(site(), 'AWS::Lambda::Function', variables).flatMap(({ id, properties }) => {
      const { REPORTS_URL: address } = properties.Environment.Variables;
      return address === undefined ? [] : [[id, address]];
    });
    expect(told).toEqual([['NotifyLambdaFunction', 'https://<Distribution.DomainName>']]);
    expect(site().Outputs.ReportsUrl?.Value).toBe('https://<Distribution.DomainName>');
  });

  it('reads reports/ of the bucket, signed, and no other distribution does', () => {
    const [tls, reading, ...others] = policyOf(site());
    expect([tls, ...others]).toEqual(policyOf(template));
    expect(reading).toEqual({
      Sid: 'ReportsByTheSite',
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:GetObject',
      Resource: '<Bucket.Arn>/reports/*',
      Condition: {
        StringEquals: {
          'aws:SourceArn': 'arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/<Distribution>',
        },
      },
    });
    expect(site().Resources.OriginAccess?.Properties.OriginAccessControlConfig).toMatchObject({
      OriginAccessControlOriginType: 's3',
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    });
    expect(configOf(site()).Origins).toEqual([
      {
        Id: 'reports',
        DomainName: '<Bucket.RegionalDomainName>',
        OriginPath: '/reports',
        OriginAccessControlId: '<OriginAccess>',
        S3OriginConfig: { OriginAccessIdentity: '' },
      },
    ]);
  });

  it('asks each viewer for a login, over TLS, and keeps no page', () => {
    expect(configOf(site())).toMatchObject({
      DefaultCacheBehavior: {
        ViewerProtocolPolicy: 'redirect-to-https',
        AllowedMethods: ['GET', 'HEAD'],
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        ResponseHeadersPolicyId: '<ResponseHeaders>',
        FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: '<ViewerRequest.FunctionARN>' }],
      },
    });
    expect(configOf(site())).not.toHaveProperty('CacheBehaviors'); // none goes round the function
    expect(site().Resources.ViewerRequest?.Properties).toMatchObject({
      AutoPublish: true,
      FunctionCode: readFileSync('resources/site/viewer-request.js', 'utf8'),
      FunctionConfig: {
        Runtime: 'cloudfront-js-2.0',
        KeyValueStoreAssociations: [{ KeyValueStoreARN: '<Viewers.Arn>' }],
      },
    });
    expect(site().Resources.Viewers?.Properties).toEqual({ Name: expect.any(String) }); // and nobody in it
  });

  it('shows a page of its own, and says 404, where S3 refuses what is not there', () => {
    expect(configOf(site()).CustomErrorResponses).toEqual([
      {
        ErrorCode: 403,
        ResponseCode: 404,
        ResponsePagePath: notThereKey.replace('reports', ''),
        ErrorCachingMinTTL: 0,
      },
    ]);
  });
});

describe('the state machine', () => {
  it('names only errors that the code throws, or that AWS does', () => {
    const named = [...statesOf(machineOf(definition))]
      .filter(isTask)
      .flatMap(({ state: { Retry = [], Catch = [] } }) =>
        [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals),
      );
    const own = named.filter((name) => !/^(States|Lambda)\./.test(name));
    expect(own).not.toHaveLength(0);
    expect(own.filter((name) => ![...errorNames, ...serviceErrors].some((known) => known === name))).toEqual([]);
  });

  it('is deployed as its file says, to the last null', () => {
    const schema = z.looseObject({ DefinitionString: z.string() });
    const [machine] = ofType(template, 'AWS::StepFunctions::StateMachine', schema);
    expect(JSON.parse(machine?.properties.DefinitionString ?? '')).toEqual(definitionOf(pipeline));
  });

  it('is logged and traced, without the data of its executions', () => {
    const [machine] = ofType(template, 'AWS::StepFunctions::StateMachine', z.looseObject({}));
    expect(machine?.properties).toMatchObject({
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });

  it('may call the functions of its states, and no other', () => {
    const calls = statementsByRole(template).StateMachineRole?.filter(({ Action }) =>
      Action.includes('lambda:InvokeFunction'),
    );
    const steps = folders.filter((name) => !['start', 'notify', 'shelve'].includes(name));
    expect(calls?.flatMap(({ Resource }) => Resource).sort()).toEqual(
      steps.map((name) => expect.stringMatching(new RegExp(`:function:[a-z-]+-dev-${name}:\\*$`))).sort(),
    );
  });

  it('calls them in the version of its deploy, so that an execution ends with the code that it began with', () => {
    const schema = z.looseObject({ DefinitionSubstitutions: z.record(z.string(), z.string()) });
    const [machine] = ofType(template, 'AWS::StepFunctions::StateMachine', schema);
    const versions = ofType(template, 'AWS::Lambda::Version', z.object({ FunctionName: z.string() }));
    const called = versions.map(({ id, properties }) => [
      properties.FunctionName.replace(/^<(.*)LambdaFunction>$/, '$1FunctionArn'),
      `<${id}>`,
    ]);
    expect(machine?.properties.DefinitionSubstitutions).toMatchObject(Object.fromEntries(called));
    expect(called).not.toHaveLength(0);
    expect(versions.map(({ id }) => template.Resources[id]?.DeletionPolicy)).toEqual(versions.map(() => 'Retain'));
  });
});

(pipeline.distributed ? describe.skip : describe)('a pipeline that is not distributed', () => {
  it('has no Athena, no table of Glue, and nowhere to keep parts', () => {
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /^AWS::(Athena|Glue)::/.test(type))).toEqual([]);
    expect(JSON.stringify(template)).not.toMatch(/athena|glue|parts\/|DISTRIBUTED/i);
  });
});

describe('the alarms', () => {
  it('tell what a person has to hear of', () => {
    const conditions = alarmsIn(template).map(({ metric, Dimensions, Statistic, Threshold }) => {
      const [{ Value = '' } = {}] = Dimensions;
      return `${Statistic} of ${metric.split(' ')[1]} of ${Value} > ${Threshold}`;
    });
    const stack = template.Resources.StateMachine?.Properties.StateMachineName;
    expect(conditions).toEqual([
      'Maximum of ApproximateNumberOfMessagesVisible of <DeadLetters.QueueName> > 0',
      'Maximum of ApproximateAgeOfOldestMessage of <UploadsQueue.QueueName> > 3600',
      'Sum of Errors of <StartLambdaFunction> > 0',
      'Sum of Errors of <NotifyLambdaFunction> > 0',
      'Sum of ExecutionsFailed of <StateMachine> > 0',
      'Sum of ExecutionsTimedOut of <StateMachine> > 0',
      `Sum of BatchesOverdue of ${stack} > 0`,
      `Maximum of RejectedOfLimit of ${stack} > 80`,
    ]);
  });

  it('all go to the topic, under names of the stage, and are silent where nothing happens', () => {
    const stack = template.Resources.StateMachine?.Properties.StateMachineName;
    for (const { AlarmName, AlarmDescription, ...alarm } of alarmsIn(template)) {
      expect(AlarmName).toMatch(new RegExp(`^${stack}-[a-z-]+$`));
      expect(AlarmDescription).toMatch(/\. [A-Z].*\.$/); // what happened, and what to do next
      expect(alarm).toMatchObject({
        AlarmActions: ['<Topic>'],
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
      });
    }
  });

  it('may publish to the topic, as nobody else may who is not let by a role', () => {
    const policies = ofType(template, 'AWS::SNS::TopicPolicy', z.looseObject({}));
    expect(policies.map(({ properties }) => properties)).toEqual([
      {
        Topics: ['<Topic>'],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'cloudwatch.amazonaws.com' },
              Action: 'sns:Publish',
              Resource: '<Topic>',
              Condition: {
                StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' },
                ArnLike: { 'aws:SourceArn': expect.stringMatching(/:alarm:[a-z-]+-dev-\*$/) },
              },
            },
          ],
        },
      },
    ]);
  });

  it('hear of a batch that is overdue by the fact that start logs of it', () => {
    const [filter] = filtersIn(template);
    expect(filter?.properties).toMatchObject({
      LogGroupName: '<StartLogGroup>',
      FilterPattern: '{ $.overdue IS TRUE }',
    });
    const warn = jest.fn();
    overdueIn(logTo(warn))('A batch waits for files');
    expect(warn).toHaveBeenCalledWith('A batch waits for files', { overdue: true });
  });
});

describe('the dashboard', () => {
  it('shows every alarm, every queue and how long every function takes', () => {
    const { text, alarms } = dashboardIn(template);
    expect(alarms).toEqual(alarmsIn(template).map(({ id }) => `<${id}.Arn>`));
    const stack = template.Resources.StateMachine?.Properties.StateMachineName;
    const ofAll = `{AWS/Lambda,FunctionName} MetricName=\\"Duration\\" FunctionName=\\"${stack}\\"`;
    expect(text).toContain(ofAll);
    const names = ofType(template, 'AWS::Lambda::Function', z.looseObject({ FunctionName: z.string() }));
    expect(names.filter(({ properties }) => !properties.FunctionName.startsWith(`${stack}-`))).toEqual([]);
    for (const { id } of ofType(template, 'AWS::SQS::Queue', z.unknown()))
      expect(text).toContain(`"<${id}.QueueName>"`);
  });

  it('names no resource that is not there', () => {
    const named = [...dashboardIn(template).text.matchAll(/<(\w+)(?:\.\w+)?>/g)].map(([, id = '']) => id);
    expect(named.filter((id) => template.Resources[id] === undefined)).toEqual([]);
  });
});

describe('the roles', () => {
  it('say * for log delivery and tracing alone, which know no narrower resource', () => {
    const wide = Object.values(statementsByRole(template))
      .flat()
      .filter(({ Resource }) => Resource.includes('*'));
    const services = new Set(
      wide.flatMap(({ Action }) => [...new Set(Action.map((action) => action.split(':')[0]))].join()),
    );
    expect(services).toEqual(new Set(['logs', 'xray']));
    expect(JSON.stringify(statementsByRole(template))).not.toMatch(/"[a-z0-9]+:\*"/);
  });

  it('reach no further than one zone of the bucket at a time, and no other bucket', () => {
    const grants = Object.values(statementsByRole(template)).flatMap(grantsOf);
    expect(grants.filter(({ action }) => action.startsWith('s3:'))).not.toHaveLength(0);
    expect(outOfZones(grants)).toEqual([]);
  });

  it('are made before what takes them on, so that all of IAM knows them by then', () => {
    for (const id of Object.keys(statementsByRole(template))) {
      expect([id, JSON.stringify(template.Resources[id])]).toEqual([
        id,
        expect.not.stringMatching(/<(StateMachine|[A-Za-z]+LambdaFunction)[.>]/),
      ]);
    }
    const schedules = ofType(template, 'AWS::Scheduler::Schedule', z.unknown());
    expect(schedules.map(({ id }) => template.Resources[id]?.DependsOn)).toEqual(
      schedules.map(() => 'StartLambdaFunction'),
    );
  });

  it('of the state machine is taken on for this account alone', () => {
    expect(template.Resources.StateMachineRole?.Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } } }],
    });
  });

  it('write nothing into incoming/, and delete nothing but messages that are done', () => {
    const grants = Object.values(statementsByRole(template)).flatMap(grantsOf);
    expect(grants.filter(({ action, resource }) => action === 's3:PutObject' && /\/incoming/.test(resource))).toEqual(
      [],
    );
    expect([
      ...new Set(grants.map(({ action }) => action).filter((action) => /:(Delete|Put.*Policy)/.test(action))),
    ]).toEqual(['sqs:DeleteMessage', 'logs:DeleteLogDelivery', 'logs:PutResourcePolicy']);
  });

  it('are one for each function, one for the state machine and one for the schedules', () => {
    expect(Object.keys(statementsByRole(template)).sort()).toEqual(
      [
        ...folders.map((name) => `${capital(name)}Role`),
        'StateMachineRole',
        ...(hasOpenings ? ['OpeningsRole'] : []),
      ].sort(),
    );
  });
});

/** Of sources and tables; `run` and `source` stand for them where no run of the sample comes. */
const names = ['run', 'source', ...[...pipeline.sources, ...pipeline.report.tables].map(({ name }) => name)];

// Its calls are recorded, so sample/ must have data for every source of pipeline/.
describe('e-mails with the report', () => {
  const mailed = () => templateWhere('HasMail');

  it('are nothing at all unless the stage says so', () => {
    expect(Object.keys(template.Resources)).not.toContain('MailPolicy');
    expect(JSON.stringify(template.Resources)).not.toContain('MAIL_FROM');
  });

  it('may be sent by notify alone, from the one address, with the pages of runs', () => {
    const { Roles, PolicyDocument } = mailed().Resources.MailPolicy?.Properties ?? {};
    expect(Roles).toEqual(['<NotifyRole>']);
    expect(PolicyDocument).toMatchObject({
      Statement: [
        {
          Resource: 'arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/<MailFrom>',
          Condition: { StringEquals: { 'ses:FromAddress': '<MailFrom>' } },
        },
        { Resource: ['<Bucket.Arn>/reports/*/index.html', '<Bucket.Arn>/reports/*/quality.html'] },
        { Action: 's3:ListBucket', Resource: '<Bucket.Arn>' },
      ],
    });
    expect(statementsByRole(mailed())).toEqual(statementsByRole(template));
  });
});

(hasSample ? describe : describe.skip)('each function', () => {
  const recorded = recordNeeds();
  let measured: string[] = [];

  beforeAll(async () => {
    process.env.POWERTOOLS_METRICS_DISABLED = 'false'; // a local run has none
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    await runEveryPath({ distributed: pipeline.distributed !== undefined });
    measured = log.mock.calls.flatMap(([line]) => embeddedIn(line));
    log.mockRestore();
  }, 120_000);

  const needs = (name: string) => [...(recorded.get(name) ?? []), ...needsInBundle(name), ...(outOfReach[name] ?? [])];
  const grants = (name: string) => grantsOf(statementsByRole(template)[`${capital(name)}Role`] ?? []);

  it('emits every metric that an alarm or the dashboard names, where AWS does not', () => {
    const emitted = [...emittedByAws, ...measured, ...countedIn(template), heldAlone];
    const named = [...alarmsIn(template).map(({ metric }) => metric), ...dashboardIn(template).metrics];
    expect(named.filter((metric) => !emitted.includes(metric))).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });

  it('makes only AWS calls whose permissions are known', () => {
    expect(commandsInCode().filter((command) => !knownCommands.includes(command))).toEqual([]);
  });

  it.each(folders)('%s may make every call that it makes', (name) => {
    const allowed = grants(name);
    expect(needs(name)).not.toHaveLength(0);
    const denied = needs(name).filter((need) => !allowed.some((grant) => allows(grant, need)));
    expect(remedyOf(name, denied, names)).toBe('');
  });

  it.each(folders)('%s may do nothing that it does not do', (name) => {
    const needed = needs(name);
    const byCode = grants(name).filter(
      ({ action }) => !/^(logs|xray):/.test(action) && !doneByAws[name]?.includes(action),
    );
    expect(byCode.filter((grant) => !needed.some((need) => allows(grant, need)))).toEqual([]);
  });
});
