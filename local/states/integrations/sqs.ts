import type { Integration } from './integration.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html */
export const sqs: Integration = {
  service: 'sqs',
  api: 'sqs',
  errors: { prefix: 'SQS', service: 'AmazonSQS', other: 'AmazonSQSException' },
  actions: { sendMessage: { patterns: ['request', 'waitForTaskToken'] } },
};
