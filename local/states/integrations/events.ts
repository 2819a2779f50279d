import { z } from 'zod';
import { Failure } from '../failure.ts';
import type { Integration } from './integration.ts';

const answer = z.object({ FailedEntryCount: z.number() });

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html */
export const events: Integration = {
  service: 'events',
  api: 'eventbridge',
  errors: { prefix: 'EventBridge', service: 'AmazonEventBridge', other: 'AmazonEventBridgeException' },
  actions: {
    putEvents: {
      patterns: ['request', 'waitForTaskToken'],
      bare: true,
      refused: (said) => {
        if (answer.parse(said).FailedEntryCount > 0) throw new Failure('EventBridge.FailedEntry', JSON.stringify(said));
      },
    },
  },
};
