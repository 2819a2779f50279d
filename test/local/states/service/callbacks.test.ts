import { SendTaskFailureCommand, SendTaskHeartbeatCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { later, served } from './served.ts';

describe('a task that waits for whoever has its token', () => {
  const asks = {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Parameters: { 'token.$': '$$.Task.Token' },
  };
  const waiting = async () => {
    const { answer, go } = later();
    const tokens: string[] = [];
    const rig = await served((input) => {
      tokens.push(JSON.parse(JSON.stringify(input)).token);
      return answer();
    }, asks);
    await rig.start('a', {});
    await go({ MessageId: 'm' });
    return { ...rig, taskToken: tokens[0] ?? '' };
  };

  it('goes on with what that one says, once', async () => {
    const { client, executions, told, taskToken } = await waiting();
    await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
    await executions.settled();
    expect(told).toMatchObject([{ end: { status: 'SUCCEEDED', output: { approved: true } } }]);
    expect(told[0]?.events.find(({ type }) => type === 'TaskSubmitted')?.taskSubmittedEventDetails).toMatchObject({
      output: '{"MessageId":"m"}',
    });
    const again = new SendTaskSuccessCommand({ taskToken, output: '{}' });
    await expect(client.send(again)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('fails with what that one says', async () => {
    const { client, executions, told, taskToken } = await waiting();
    await client.send(new SendTaskFailureCommand({ taskToken, error: 'Declined', cause: 'by the boss' }));
    await executions.settled();
    expect(told).toMatchObject([{ end: { status: 'FAILED', error: 'Declined', cause: 'by the boss' } }]);
  });

  it.each([{ error: 'e'.repeat(257) }, { cause: 'c'.repeat(32_769) }])(
    'waits on where that one says too much',
    async (why) => {
      const { client, executions, told, taskToken } = await waiting();
      const fail = (reason: object) => client.send(new SendTaskFailureCommand({ taskToken, ...reason }));
      await expect(fail(why)).rejects.toMatchObject({ name: 'ValidationException' });
      await fail({ error: 'Declined' });
      await executions.settled();
      expect(told).toMatchObject([{ end: { error: 'Declined' } }]);
    },
  );
});

it('refuses an output that is not JSON, and a token that nobody has given', async () => {
  const { client } = await served();
  const say = (output: string) => client.send(new SendTaskSuccessCommand({ taskToken: 'none', output }));
  await expect(say('{')).rejects.toMatchObject({ name: 'InvalidOutput' });
  await expect(say('{}')).rejects.toMatchObject({ name: 'TaskTimedOut' });
});
