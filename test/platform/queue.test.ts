import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { openQueue } from '../../functions/platform/queue.ts';
import { readMessage } from '../../functions/start/messages.ts';

const queue = mockClient(SQSClient);

it('asks to look again by a delayed message that start understands', async () => {
  queue.on(SendMessageCommand).resolves({});
  await openQueue('https://queue', new SQSClient({ region: 'eu-central-1' }))('2013-02', 120, 7);
  const sent = queue.commandCalls(SendMessageCommand)[0]?.args[0].input;
  expect(sent).toMatchObject({ QueueUrl: 'https://queue', DelaySeconds: 120 });
  expect(readMessage(sent?.MessageBody ?? '')).toEqual({ batch: '2013-02', round: 7 });
});
