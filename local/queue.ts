import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

export interface Queue {
  send(bodies: readonly string[]): Promise<void>;
  /**
   * Up to a hundred messages at a time, each deleted once it was looked at, until none is left. It waits two seconds
   * for messages that are delayed: those that are delayed longer are for later.
   */
  receive(): AsyncGenerator<Message[]>;
}

export function openQueue(sqs: SQSClient, QueueUrl: string): Queue {
  const waiting = async () => {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed'] as const;
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }));
    return names.some((name) => Number(Attributes?.[name] ?? 0) > 0);
  };
  const some = async () => {
    const messages: Message[] = [];
    for (let more = true; more && messages.length < 100; ) {
      const asked = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: messages.length > 0 ? 0 : 1 };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(asked));
      messages.push(...Messages);
      more = Messages.length > 0;
    }
    return messages;
  };
  return {
    send: async (bodies) => {
      for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
    receive: async function* () {
      for (let idle = 0; idle < 2 && (await waiting()); ) {
        const messages = await some();
        idle = messages.length > 0 ? 0 : idle + 1;
        if (messages.length > 0) yield messages;
        for (const { ReceiptHandle } of messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    },
  };
}
