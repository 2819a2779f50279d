import { randomUUID } from 'node:crypto';
import type { Message } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { account, region } from './aws.ts';
import type { Execution } from './states/service/executions.ts';

/** One event, as rules see it: https://docs.aws.amazon.com/eventbridge/latest/ref/overview-event-structure.html */
export type BusEvent = ReturnType<typeof envelope>;

export const envelope = (type: string, source: string, resources: readonly string[], detail: object) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': type,
  source,
  account,
  time: new Date().toISOString(),
  region,
  resources,
  detail,
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export const objectCreated = (bucket: string, object: { key: string; size: number; etag: string }) =>
  envelope('Object Created', 'aws.s3', [`arn:aws:s3:::${bucket}`], {
    version: '0',
    bucket: { name: bucket },
    object: { ...object, etag: object.etag.replaceAll('"', ''), sequencer: Date.now().toString(16).toUpperCase() },
    'request-id': randomUUID(),
    requester: account,
    'source-ip-address': '127.0.0.1',
    reason: 'PutObject',
  });

/** https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
export function executionStatusChange(execution: Execution) {
  const { arn, stateMachineArn, name, input, startedAt, end } = execution;
  return envelope('Step Functions Execution Status Change', 'aws.states', [arn], {
    executionArn: arn,
    stateMachineArn,
    name,
    status: end?.status ?? 'RUNNING',
    startDate: startedAt.getTime(),
    stopDate: end?.at.getTime() ?? null,
    input: JSON.stringify(input),
    output: end?.status === 'SUCCEEDED' ? JSON.stringify(end.output) : null,
    ...((end?.status === 'FAILED' || end?.status === 'ABORTED') && { error: end.error, cause: end.cause }),
    inputDetails: { included: true },
    outputDetails: end?.status === 'SUCCEEDED' ? { included: true } : null,
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export const sqsEvent = (messages: readonly Message[], queue = 'events'): SQSEvent => ({
  Records: messages.map(({ MessageId = '', ReceiptHandle = '', Body = '', MD5OfBody = '', Attributes = {} }) => ({
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(Date.now()),
      SenderId: account,
      ApproximateFirstReceiveTimestamp: String(Date.now()),
      ...Attributes,
    },
    messageAttributes: {},
    md5OfBody: MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${region}:${account}:${queue}`,
    awsRegion: region,
  })),
});
