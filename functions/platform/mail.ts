import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { SendMail } from '../core/world.ts';
import { configOptional } from './config.ts';
import { brief, patience } from './patience.ts';

/** Sends by SES from and to the addresses that the stage says; undefined where it says none. */
export function openMail(
  { from, to } = { from: configOptional('mailFrom'), to: configOptional('mailTo') },
  client = new SESv2Client({ requestHandler: patience(brief) }),
): SendMail | undefined {
  if (from === undefined || to === undefined) return undefined;
  return async ({ subject, text, html, attachments }) => {
    const Attachments = attachments.map(({ name, content }) => ({
      FileName: name,
      RawContent: Buffer.from(content),
      ContentType: 'text/html; charset=utf-8',
      ContentDisposition: 'ATTACHMENT' as const,
    }));
    const Body = { Text: utf8(text), Html: utf8(html) };
    await client.send(
      new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: to.split(',').map((address) => address.trim()) },
        Content: { Simple: { Subject: utf8(subject), Body, Attachments } },
      }),
    );
  };
}

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
