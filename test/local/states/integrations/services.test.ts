import { z } from 'zod';
import { jsonText } from '../../../../functions/core/json.ts';
import type { Json } from '../../../../local/states/json.ts';
import { keepsItsPromises } from './suite.ts';
import { table, until } from './world.ts';

const token = '{% $states.context.Task.Token %}';
const tokenIn = (text: string | undefined) => jsonText(z.object({ token: z.string() })).parse(text).token;

describe('sqs:sendMessage', () =>
  keepsItsPromises({
    resource: 'sqs:sendMessage',
    api: 'sqs',
    well: ({ queueUrl }) => ({
      arguments: { QueueUrl: queueUrl, MessageBody: { an: 'order' } },
      answer: { MessageId: expect.any(String), SdkHttpMetadata: { HttpStatusCode: 200 } },
    }),
    refused: ({ queueUrl }) => ({
      arguments: { QueueUrl: `${queueUrl}-not`, MessageBody: 'x' },
      error: 'SQS.QueueDoesNotExistException',
      cause: /\(Service: AmazonSQS; Status Code: 400; Error Code: QueueDoesNotExist; Request ID: .*; Proxy: null\)$/,
    }),
    callback: ({ queueUrl, received }) => ({
      arguments: { QueueUrl: queueUrl, MessageBody: { token } },
      token: () => until(async () => (await received()).filter((one) => one.includes('token')).map(tokenIn)[0]),
    }),
  }));

const letter = jsonText(z.object({ Message: z.string() }));

describe('sns:publish', () =>
  keepsItsPromises({
    resource: 'sns:publish',
    api: 'sns',
    well: ({ topicArn }) => ({
      arguments: { TopicArn: topicArn, Message: 'low stock' },
      answer: { MessageId: expect.any(String), SdkHttpMetadata: { HttpStatusCode: 200 } },
    }),
    refused: ({ topicArn }) => ({
      arguments: { TopicArn: `${topicArn}-not`, Message: 'x' },
      error: 'SNS.NotFoundException',
      cause: /\(Service: AmazonSNS; Status Code: 404; Error Code: NotFound.*\)$/,
    }),
    callback: ({ topicArn, received }) => ({
      arguments: { TopicArn: topicArn, Message: { token } },
      token: () =>
        until(async () => {
          const said = (await received('mailbox')).map((one) => letter.parse(one).Message);
          return said.filter((one) => one.includes('token')).map(tokenIn)[0];
        }),
    }),
  }));

const item: Json = { id: { S: 'pen' }, pieces: { N: '10' } };

describe('dynamodb:putItem', () =>
  keepsItsPromises({
    resource: 'dynamodb:putItem',
    api: 'dynamodb',
    well: () => ({
      arguments: { TableName: table, Item: item },
      answer: { SdkHttpMetadata: { HttpStatusCode: 200 }, SdkResponseMetadata: { RequestId: expect.any(String) } },
    }),
    refused: () => ({
      arguments: { TableName: table, Item: { ...item, id: { S: 'x' } }, ConditionExpression: 'attribute_exists(id)' },
      error: 'DynamoDB.ConditionalCheckFailedException',
      cause: /^The conditional request failed \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: Cond.*\)$/,
    }),
  }));

describe('events:putEvents', () =>
  keepsItsPromises({
    resource: 'events:putEvents',
    api: 'eventbridge',
    well: () => ({
      arguments: { Entries: [{ Source: 'shop', DetailType: 'sold', Detail: { id: 1 } }] },
      answer: { Entries: [{ EventId: expect.any(String) }], FailedEntryCount: 0 },
    }),
    refused: () => ({
      arguments: { Entries: [{ Source: 'shop', DetailType: 'sold', Detail: '"text"' }] },
      error: 'EventBridge.FailedEntry',
      cause: /^{"Entries":\[{"ErrorCode":"MalformedDetail",.*"FailedEntryCount":1}$/,
    }),
    callback: ({ heard }) => ({
      arguments: { Entries: [{ Source: 'shop', DetailType: 'asked', Detail: { token } }] },
      token: () =>
        until(() => {
          const asked = heard.events.find((one) => one['detail-type'] === 'asked');
          return asked && tokenIn(JSON.stringify(asked.detail));
        }),
    }),
  }));

const machine = (name: string) => `arn:aws:states:local:000000000000:stateMachine:${name}`;
/** What can be started: one that waits, one that fails, one that never ends, and one that tells its token. */
const machines = ({ queueUrl }: { queueUrl: string }) => ({
  waits: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 1, End: true } } },
  fails: { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'NoStock', Cause: 'none left' } } },
  hangs: tells(queueUrl, 'arn:aws:states:::sqs:sendMessage.waitForTaskToken'),
  tells: tells(queueUrl, 'arn:aws:states:::sqs:sendMessage'),
});
const tells = (QueueUrl: string, Resource: string) => ({
  StartAt: 'Tell',
  States: { Tell: { Type: 'Task', Resource, Parameters: { QueueUrl, 'MessageBody.$': '$' }, End: true } },
});

describe('states:startExecution', () =>
  keepsItsPromises({
    resource: 'states:startExecution',
    api: 'sfn',
    machines,
    well: () => ({
      arguments: { StateMachineArn: machine('waits'), Input: {} },
      answer: { ExecutionArn: expect.stringContaining(':execution:waits:'), StartDate: expect.any(Number) },
    }),
    refused: () => ({
      arguments: { StateMachineArn: machine('none'), Input: {} },
      error: 'StepFunctions.StateMachineDoesNotExistException',
      cause: /^State Machine Does Not Exist: .*Service: AWSStepFunctions; Status Code: 400;/,
    }),
    job: {
      patterns: ['sync', 'sync:2'],
      ends: {
        arguments: { StateMachineArn: machine('waits'), Input: { x: 1 }, Name: 'child' },
        output: {
          sync: { Status: 'SUCCEEDED', Name: 'child', Input: '{"x":1}', Output: '{"x":1}' },
          'sync:2': { Status: 'SUCCEEDED', Name: 'child', Input: { x: 1 }, Output: { x: 1 } },
        },
      },
      fails: {
        arguments: { StateMachineArn: machine('fails'), Input: {} },
        cause: /^{"Cause":"none left","Error":"NoStock","ExecutionArn":.*"Status":"FAILED"/,
      },
      hangs: {
        arguments: { StateMachineArn: machine('hangs'), Input: {} },
        stopped: {
          api: 'sfn',
          action: 'describeExecution',
          input: ({ ExecutionArn = '' }) => ({ ExecutionArn }),
          holds: (answer) => JSON.stringify(answer).includes('"Status":"ABORTED"'),
        },
      },
    },
    callback: ({ received }) => ({
      arguments: { StateMachineArn: machine('tells'), Input: { token } },
      token: () => until(async () => (await received()).filter((one) => one.includes('token')).map(tokenIn)[0]),
    }),
  }));

const runs = (TaskDefinition: string, override: object = {}) => ({
  Cluster: 'videos',
  TaskDefinition,
  LaunchType: 'FARGATE',
  Overrides: { ContainerOverrides: [{ Name: 'main', ...override }] },
});
const task = z.object({ Tasks: z.tuple([z.object({ TaskArn: z.string(), ClusterArn: z.string() })]) });

describe('ecs:runTask', () =>
  keepsItsPromises({
    resource: 'ecs:runTask',
    api: 'ecs',
    well: () => ({
      arguments: runs('says'),
      answer: { Tasks: [{ LastStatus: 'RUNNING', StartedBy: 'AWS Step Functions' }], Failures: [] },
    }),
    refused: () => ({
      arguments: runs('none'),
      error: 'ECS.ClientException',
      cause: /^TaskDefinition not found: none \(Service: AmazonECS; Status Code: 400; Error Code: ClientException/,
    }),
    job: {
      patterns: ['sync'],
      ends: {
        arguments: runs('says'),
        output: { sync: { LastStatus: 'STOPPED', Containers: [{ Name: 'main', ExitCode: 0 }] } },
      },
      fails: {
        arguments: runs('breaks'),
        cause: /"ExitCode":3,.*"StoppedReason":"Essential container in task exited"/,
      },
      hangs: {
        arguments: runs('hangs'),
        stopped: {
          api: 'ecs',
          action: 'describeTasks',
          input: (submitted) => {
            const [{ TaskArn, ClusterArn }] = task.parse(submitted).Tasks;
            return { Cluster: ClusterArn, Tasks: [TaskArn] };
          },
          holds: (answer) => JSON.stringify(answer).includes('"LastStatus":"STOPPED"'),
        },
      },
    },
    callback: ({ heard }) => ({
      arguments: runs('says', { Environment: [{ Name: 'WORD', Value: token }] }),
      token: () => until(() => /^definition (\S{36})/.exec(heard.lines.at(-1) ?? '')?.[1]),
    }),
  }));

describe('athena:startQueryExecution', () =>
  keepsItsPromises({
    resource: 'athena:startQueryExecution',
    api: 'athena',
    well: () => ({ arguments: { QueryString: 'SUCCEEDED' }, answer: { QueryExecutionId: expect.any(String) } }),
    refused: () => ({
      arguments: { QueryString: 'syntax' },
      error: 'Athena.InvalidRequestException',
      cause:
        /^line 1:1: mismatched input \(Service: AmazonAthena; Status Code: 400; Error Code: InvalidRequestException/,
    }),
    job: {
      patterns: ['sync'],
      ends: {
        arguments: { QueryString: 'SUCCEEDED' },
        output: { sync: { QueryExecution: { Status: { State: 'SUCCEEDED', SubmissionDateTime: 1_700_000_000_500 } } } },
      },
      fails: { arguments: { QueryString: 'FAILED' }, cause: /^{"QueryExecution":{.*"State":"FAILED"/ },
      hangs: {
        arguments: { QueryString: 'RUNNING' },
        stopped: {
          api: 'athena',
          action: 'getQueryExecution',
          input: ({ QueryExecutionId = '' }) => ({ QueryExecutionId }),
          holds: (answer) => JSON.stringify(answer).includes('CANCELLED'),
        },
      },
    },
  }));

const build = z.object({ Build: z.object({ Id: z.string() }) });

describe('codebuild:startBuild', () =>
  keepsItsPromises({
    resource: 'codebuild:startBuild',
    api: 'codebuild',
    well: () => ({
      arguments: { ProjectName: 'says', EnvironmentVariablesOverride: [{ Name: 'WORD', Value: 'now' }] },
      answer: { Build: { BuildStatus: 'IN_PROGRESS', ProjectName: 'says', StartTime: expect.any(Number) } },
    }),
    refused: () => ({
      arguments: { ProjectName: 'none' },
      error: 'CodeBuild.ResourceNotFoundException',
      cause:
        /^Project cannot be found: arn:aws:codebuild:.*:project\/none \(Service: AWSCodeBuild; Status Code: 400; Error Code: ResourceNotFoundException/,
    }),
    job: {
      patterns: ['sync'],
      ends: {
        arguments: { ProjectName: 'says' },
        output: { sync: { Build: { BuildStatus: 'SUCCEEDED', BuildComplete: true, EndTime: expect.any(Number) } } },
      },
      fails: {
        arguments: { ProjectName: 'breaks' },
        cause: /^{"Build":{.*"BuildStatus":"FAILED",.*Error while executing command: exit 3. Reason: exit status 3"/,
      },
      hangs: {
        arguments: { ProjectName: 'hangs' },
        stopped: {
          api: 'codebuild',
          action: 'batchGetBuilds',
          input: (submitted) => ({ Ids: [build.parse(submitted).Build.Id] }),
          holds: (answer) => JSON.stringify(answer).includes('"BuildStatus":"STOPPED"'),
        },
      },
    },
  }));

describe('aws-sdk:sqs:sendMessage', () =>
  keepsItsPromises({
    resource: 'aws-sdk:sqs:sendMessage',
    api: 'sqs',
    well: ({ queueUrl }) => ({
      arguments: { QueueUrl: queueUrl, MessageBody: 'x' },
      answer: { MessageId: expect.any(String), MD5OfMessageBody: '9dd4e461268c8034f5c8564e155c67a6' },
    }),
    refused: ({ queueUrl }) => ({
      arguments: { QueueUrl: `${queueUrl}-not`, MessageBody: 'x' },
      error: 'Sqs.QueueDoesNotExistException',
      cause: /\(Service: Sqs, Status Code: 400, Request ID: \S+\)$/,
    }),
    callback: ({ queueUrl, received }) => ({
      arguments: { QueueUrl: queueUrl, MessageBody: { token } },
      token: () => until(async () => (await received()).filter((one) => one.includes('token')).map(tokenIn)[0]),
    }),
  }));
