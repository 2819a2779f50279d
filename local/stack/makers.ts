import { z } from 'zod';
import { isObject, json } from '../states/json.ts';
import { alarm } from './alarm.ts';
import { project } from './codebuild.ts';
import { cluster, taskDefinition } from './containers.ts';
import { emailIdentity } from './email-identity.ts';
import { arnOf, type Kind } from './kind.ts';
import { alias, lambdaFunction, version } from './lambda.ts';
import { rule } from './rule.ts';
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

const eventsOn = z.object({
  EventBridgeConfiguration: z.object({ EventBridgeEnabled: z.literal(true) }),
});
const bucketProperties = z.object({ BucketName: z.string().optional(), NotificationConfiguration: json.optional() });
const bucket: Kind = {
  needs: ['s3'],
  make: async (id, properties, { named, ask, bus }) => {
    const { BucketName = named(id).toLowerCase(), NotificationConfiguration } = bucketProperties.parse(properties);
    await ask('s3', 'createBucket', { Bucket: BucketName });
    if (eventsOn.safeParse(NotificationConfiguration).success) bus.buckets.add(BucketName);
    return { ref: BucketName, attributes: { Arn: `arn:aws:s3:::${BucketName}` } };
  },
};

/** What is needed on AWS, and makes no difference here: it has a name, and the ARN that others say. */
const named: Kind = {
  needs: [],
  make: async (id, _properties, making) => {
    const name = making.named(id);
    return { ref: name, attributes: { Arn: arnOf('local', name), GroupId: name, RepositoryUri: name, VpcId: name } };
  },
};

/** By the types of CloudFormation; state machines aside, which are made last. */
export const kinds: Readonly<Record<string, Kind>> = {
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CodeBuild::Project': project,
  'AWS::DynamoDB::Table': table,
  'AWS::EC2::InternetGateway': named,
  'AWS::EC2::Route': named,
  'AWS::EC2::RouteTable': named,
  'AWS::EC2::SecurityGroup': named,
  'AWS::EC2::Subnet': named,
  'AWS::EC2::SubnetRouteTableAssociation': named,
  'AWS::EC2::VPC': named,
  'AWS::EC2::VPCEndpoint': named,
  'AWS::EC2::VPCGatewayAttachment': named,
  'AWS::ECR::Repository': named,
  'AWS::ECS::Cluster': cluster,
  'AWS::ECS::TaskDefinition': taskDefinition,
  'AWS::Events::Rule': rule,
  'AWS::IAM::Role': named,
  'AWS::Lambda::Alias': alias,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Version': version,
  'AWS::Logs::LogGroup': named,
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': named,
  'AWS::SecretsManager::Secret': secret,
  'AWS::SES::EmailIdentity': emailIdentity,
  'AWS::SNS::Topic': topic,
  'AWS::SQS::Queue': queue,
};
