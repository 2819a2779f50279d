import { GetAccountCommand, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { listenOnLoopback } from '../../../local/loopback.ts';
import { type Email, ses } from '../../../local/services/ses.ts';

const heard: Email[] = [];
let close: () => Promise<void>;
let client: SESv2Client;
beforeEach(async () => {
  heard.length = 0;
  const served = await listenOnLoopback(ses((email) => heard.push(email)));
  close = served.close;
  client = new SESv2Client({ endpoint: served.url, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await close();
});

const send = (...ToAddresses: string[]) =>
  client.send(
    new SendEmailCommand({
      FromEmailAddress: 'shop@example.com',
      Destination: { ToAddresses },
      Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Your order' } } } },
    }),
  );

it('tells what is sent, and to whom', async () => {
  const { MessageId } = await send('ada@example.com');
  expect(MessageId).toMatch(/./);
  expect(heard).toEqual([{ to: ['ada@example.com'], subject: 'Hello', text: 'Your order' }]);
});

it('refuses an e-mail to nobody', async () => {
  await expect(send()).rejects.toMatchObject({ name: 'BadRequestException' });
  expect(heard).toEqual([]);
});

it('refuses what it cannot do', async () => {
  await expect(client.send(new GetAccountCommand())).rejects.toMatchObject({ name: 'NotFoundException' });
});
