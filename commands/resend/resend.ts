import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { parseIncoming } from '../../functions/core/keys.ts';
import { readMessage } from '../../functions/start/messages.ts';
import { some } from '../../local/tables.ts';
import type { OnStage } from '../door/command.ts';
import { waiting } from '../site/again.ts';
import type { Stage } from '../site/stage.ts';

/** `resend` */
export const resend: OnStage = {
  does: 'sends dead letters to start again, where it understands them',
  about: '',
  takes: [],
  here: 'On this machine there are none: npm start looks at what lies in incoming/ each time.',
  async onStage(_, stage, screen) {
    const letters = await waiting('Read the dead letters', screen, () => readAll(stage));
    const sent = letters.filter(({ Body }) => isForStart(Body));
    const left = letters.filter(({ Body }) => !isForStart(Body));
    for (const letter of sent) await send(letter, stage);
    for (const letter of left) await putBack(letter, stage);
    return {
      lines: [
        `${some(sent.length, 'message', 'messages')} sent to start again${sent.length > 0 ? ':' : '.'}`,
        ...sent.map(brief),
        ...(left.length > 0
          ? [`${some(left.length, 'message', 'messages')} left, which start does not understand:`]
          : []),
        ...left.map(brief),
      ],
      json: { sent: sent.map(({ Body }) => Body), left: left.map(({ Body }) => Body) },
    };
  },
};

/** So long nobody else sees what is read here, in seconds. */
const readFor = 300;

async function readAll({ sqs, outputs: { DeadLettersUrl: QueueUrl } }: Stage): Promise<Message[]> {
  const letters: Message[] = [];
  for (;;) {
    const asked = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: readFor, WaitTimeSeconds: 1 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(asked));
    if (Messages.length === 0) return letters;
    letters.push(...Messages);
  }
}

/** Events of other functions stand in the same queue: of objects outside of incoming/, and of executions. */
function isForStart(body = ''): boolean {
  try {
    const message = readMessage(body);
    return !('key' in message) || parseIncoming(message.key) !== undefined;
  } catch {
    return false;
  }
}

async function send({ Body, ReceiptHandle }: Message, { sqs, outputs }: Stage): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: outputs.UploadsQueueUrl, MessageBody: Body }));
  await sqs.send(new DeleteMessageCommand({ QueueUrl: outputs.DeadLettersUrl, ReceiptHandle }));
}

const putBack = ({ ReceiptHandle }: Message, { sqs, outputs: { DeadLettersUrl: QueueUrl } }: Stage) =>
  sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));

const brief = ({ Body = '' }: Message) => `  ${Body.replace(/\s+/g, ' ').slice(0, 160)}`;
