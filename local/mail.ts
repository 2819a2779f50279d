import { z } from 'zod';
import type { Queue } from './queue.ts';

/** What was published to a topic. */
export interface Letter {
  readonly subject: string;
  readonly message: string;
}

const letter = z.object({ Subject: z.string().nullish(), Message: z.string() });

/** Takes what is there out of a queue that hears topics: https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html */
export async function readMail(mailbox: Queue): Promise<Letter[]> {
  const mail: Letter[] = [];
  for await (const messages of mailbox.receive()) {
    for (const { Body = '{}' } of messages) {
      const { Subject, Message } = letter.parse(JSON.parse(Body));
      mail.push({ subject: Subject ?? '', message: Message });
    }
  }
  return mail;
}
