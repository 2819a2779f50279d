import type { Integration } from './integration.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html */
export const sns: Integration = {
  service: 'sns',
  api: 'sns',
  errors: { prefix: 'SNS', service: 'AmazonSNS', other: 'AmazonSNSException' },
  actions: { publish: { patterns: ['request', 'waitForTaskToken'] } },
};
