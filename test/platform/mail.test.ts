import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { openMail } from '../../functions/platform/mail.ts';

const ses = mockClient(SESv2Client);
const client = new SESv2Client({ region: 'eu-central-1' });

it('sends text, HTML and the page to every address', async () => {
  ses.on(SendEmailCommand).resolves({});
  const mail = openMail({ from: 'reports@example.com', to: 'ada@example.com, bob@example.com' }, client);
  const attachments = [{ name: '2013-02.html', content: '<p>é</p>' }];
  await mail?.({ subject: 'Ready', text: 'It is there.', html: '<p>It is there.</p>', attachments });
  const { FromEmailAddress, Destination, Content } = ses.commandCalls(SendEmailCommand)[0]?.args[0].input ?? {};
  expect(FromEmailAddress).toBe('reports@example.com');
  expect(Destination?.ToAddresses).toEqual(['ada@example.com', 'bob@example.com']);
  expect(Content?.Simple?.Body?.Html?.Data).toBe('<p>It is there.</p>');
  const [page] = Content?.Simple?.Attachments ?? [];
  expect([page?.FileName, page?.ContentType]).toEqual(['2013-02.html', 'text/html; charset=utf-8']);
  expect(Buffer.from(page?.RawContent ?? '').toString()).toBe('<p>é</p>');
});

it('sends nothing where the stage names nobody', () => {
  expect(openMail({ from: undefined, to: 'ada@example.com' }, client)).toBeUndefined();
  expect(openMail({ from: 'reports@example.com', to: undefined }, client)).toBeUndefined();
});
