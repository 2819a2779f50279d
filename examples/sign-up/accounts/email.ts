import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';

const client = new SESv2Client();

interface Email {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export async function send({ to, subject, text }: Email): Promise<void> {
  await client.send(
    new SendEmailCommand({
      FromEmailAddress: process.env.SENDER,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } },
    }),
  );
}
