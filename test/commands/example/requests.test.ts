import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { ask, requestsIn, serve } from '../../../commands/example/requests.ts';
import { listenOnLoopback } from '../../../local/loopback.ts';
import { openScreen } from '../../../local/screen.ts';
import type { Email } from '../../../local/services/ses.ts';
import type { Json } from '../../../local/states/json.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

type Reply = (asked: string) => { readonly status?: number; readonly body: string };

/** Asks an HTTP API; tells what it was asked, and what was shown. */
async function asked(requests: Json, reply: Reply, emails: Email[] = []) {
  const heard: string[] = [];
  const server = createServer(async (request, response) => {
    heard.push(`${request.method} ${request.url} ${await text(request)}`.trim());
    const { status = 200, body } = reply(heard.at(-1) ?? '');
    response.writeHead(status).end(body);
  });
  const { url, close } = await listenOnLoopback(server);
  closing.push(close);
  const written: string[] = [];
  const screen = openScreen({ write: (line) => written.push(line) }, {});
  const isOk = await ask(requestsIn({ requests }) ?? [], { url, emails }, screen);
  screen.close();
  return { heard, isOk, shown: written.join('') };
}

const ok: Reply = () => ({ body: '{"id":7}' });

it('asks one after the other, with what was answered before', async () => {
  const requests = [
    { 'POST /orders': { book: 1 } },
    { 'POST /paid': { order: '{% $answers[0].id %}' } },
    { 'GET /': null },
  ];
  const { heard, isOk, shown } = await asked(requests, ok);
  expect(heard).toEqual(['POST /orders {"book":1}', 'POST /paid {"order":7}', 'GET /']);
  expect(isOk).toBe(true);
  expect(shown).toContain('POST /paid  {"order":7}\n  200  {"id":7}\n');
});

it('waits for the e-mail that a request needs, and shows it before', async () => {
  const emails: Email[] = [];
  const reply: Reply = () => {
    setTimeout(() => emails.push({ to: ['ada@example.com'], subject: 'Code', text: '12\nBye' }), 50);
    return { body: 'sent' };
  };
  const { heard, shown } = await asked(
    [{ 'POST /a': {} }, { 'POST /b': { said: '{% $emails[0].text %}' } }],
    reply,
    emails,
  );
  expect(heard).toEqual(['POST /a {}', 'POST /b {"said":"12\\nBye"}']);
  expect(shown).toMatch(/200 {2}sent\n {2}to ada@example\.com: Code\n {4}12\n {4}Bye\nPOST \/b/);
});

it('sees and shows the e-mails alone that have come since it began', async () => {
  const before: Email = { to: ['ada@example.com'], subject: 'Before', text: '11' };
  const emails = [before];
  const reply: Reply = () => {
    emails.push({ ...before, subject: 'Now', text: '22' });
    return { body: 'sent' };
  };
  const requests = [{ 'POST /a': {} }, { 'POST /b': { said: '{% $emails[0].text %}' } }];
  const { heard, shown } = await asked(requests, reply, emails);
  expect(heard).toEqual(['POST /a {}', 'POST /b {"said":"22"}']);
  expect(shown).not.toContain('Before');
});

it.each([
  [404, false],
  [500, false],
  [202, true],
])('takes the last answer for the outcome: %i', async (status, outcome) => {
  const reply: Reply = (what) => ({ status: what.endsWith('last {}') ? status : 400, body: '' });
  expect((await asked([{ 'POST /first': {} }, { 'POST /last': {} }], reply)).isOk).toBe(outcome);
});

it.each([[{ name: 'Ada' }], ['requests'], [{ requests: [{ orders: {} }] }], [{ requests: [], more: 1 }]])(
  'takes %j for the input of a state machine',
  (input) => {
    expect(requestsIn(input)).toBeUndefined();
  },
);

it('keeps an HTTP API up and shows its e-mails, until somebody interrupts it', async () => {
  const written: string[] = [];
  const screen = openScreen({ write: (line) => written.push(line) }, {});
  const emails: Email[] = [{ to: ['ada@example.com'], subject: 'Code', text: '12' }];
  const served = serve({ url: 'http://127.0.0.1:7', emails }, screen);
  process.emit('SIGINT');
  await served;
  screen.close();
  expect(written.join('')).toBe('http://127.0.0.1:7, until Ctrl-C\n  to ada@example.com: Code\n    12\n');
});
