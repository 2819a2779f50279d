import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { openTopic } from '../../functions/platform/topic.ts';

const topic = mockClient(SNSClient);

it('publishes the subject and the text', async () => {
  topic.on(PublishCommand).resolves({});
  await openTopic('arn:topic', new SNSClient({ region: 'eu-central-1' }))('2013-02 is published', 'Look at it.');
  expect(topic.commandCalls(PublishCommand)[0]?.args[0].input).toEqual({
    TopicArn: 'arn:topic',
    Subject: '2013-02 is published',
    Message: 'Look at it.',
  });
});
