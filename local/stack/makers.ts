import { z } from 'zod';
import { isObject, json } from '../states/json.ts';
import { emailIdentity } from './email-identity.ts';
import { arnOf, type Kind } from './kind.ts';
import { secret } from './secret.ts';

const tableProperties = z.object({
  TableName: z.string().optional(),
  AttributeDefinitions: json,
  KeySchema: json,
  BillingMode: json.default('PROVISIONED'),
  GlobalSecondaryIndexes: json.default(null),
  LocalSecondaryIndexes: json.default(null),
  ProvisionedThroughput: json.default(null),
});
const table: Kind = {
  needs: ['dynamodb'],
  make: async (id, properties, { named, ask }) => {
    const { TableName = named(id), ...rest } = tableProperties.parse(properties);
    await ask('dynamodb', 'createTable', { TableName, ...rest });
    return { ref: TableName, attributes: { Arn: arnOf('dynamodb', `table/${TableName}`) } };
  },
};

/** What stands for itself in the API too: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const queueAttributes = z.object({
  DelaySeconds: json.optional(),
  FifoQueue: json.optional(),
  RedrivePolicy: json.optional(),
  VisibilityTimeout: json.optional(),
});
const queueProperties = z.object({ QueueName: z.string().optional() });
const queue: Kind = {
  needs: ['sqs'],
  make: async (id, properties, { named, ask }) => {
    const { QueueName = named(id) } = queueProperties.parse(properties);
    const said = Object.entries(queueAttributes.parse(properties));
    const Attributes = Object.fromEntries(
      said.map(([name, one]) => [name, isObject(one) ? JSON.stringify(one) : `${one}`]),
    );
    const { QueueUrl } = queueMade.parse(await ask('sqs', 'createQueue', { QueueName, Attributes }));
    return { ref: QueueUrl, attributes: { Arn: arnOf('sqs', QueueName), QueueName, QueueUrl } };
  },
};
const queueMade = z.object({ QueueUrl: z.string() });

const topicProperties = z.object({ TopicName: z.string().optional() });
const topic: Kind = {
  needs: ['sns', 'sqs'],
  make: async (id, properties, { named, ask }) => {
    const { TopicName = named(id) } = topicProperties.parse(properties);
    await ask('sns', 'createTopic', { Name: TopicName });
    return { ref: arnOf('sns', TopicName), attributes: { TopicArn: arnOf('sns', TopicName), TopicName } };
  },
};

const bucketProperties = z.object({ BucketName: z.string().optional() });
const bucket: Kind = {
  needs: ['s3'],
  make: async (id, properties, { named, ask }) => {
    const { BucketName = named(id).toLowerCase() } = bucketProperties.parse(properties);
    await ask('s3', 'createBucket', { Bucket: BucketName });
    return { ref: BucketName, attributes: { Arn: `arn:aws:s3:::${BucketName}` } };
  },
};

const words = z.array(z.string()).default([]);
const taskProperties = z.object({
  Family: z.string().optional(),
  ContainerDefinitions: z.tuple([
    z.object({
      Name: z.string(),
      EntryPoint: words,
      Command: words,
      Environment: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
    }),
  ]),
});
const taskDefinition: Kind = {
  needs: ['ecs'],
  make: async (id, properties, { named, containers }) => {
    const { Family = named(id), ContainerDefinitions } = taskProperties.parse(properties);
    const [{ Name: name, EntryPoint: entryPoint, Command: command, Environment }] = ContainerDefinitions;
    const environment = Object.fromEntries(Environment.map(({ Name, Value }) => [Name, Value]));
    containers[Family] = { name, entryPoint, command, environment };
    const arn = arnOf('ecs', `task-definition/${Family}:1`);
    return { ref: arn, attributes: { TaskDefinitionArn: arn } };
  },
};

/** What is needed on AWS, and makes no difference here: it has a name, and the ARN that others say. */
const named: Kind = {
  needs: [],
  make: async (id, _properties, making) => {
    const name = making.named(id);
    return { ref: name, attributes: { Arn: arnOf('local', name), GroupId: name, VpcId: name } };
  },
};

/** By the types of CloudFormation; state machines aside, which are made last. */
export const kinds: Readonly<Record<string, Kind>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::ECS::Cluster': named,
  'AWS::ECS::TaskDefinition': taskDefinition,
  'AWS::IAM::Role': named,
  'AWS::Logs::LogGroup': named,
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': named,
  'AWS::SecretsManager::Secret': secret,
  'AWS::SES::EmailIdentity': emailIdentity,
  'AWS::SNS::Topic': topic,
  'AWS::SQS::Queue': queue,
};
