import type { SendMail } from '../../functions/core/world.ts';
import { notify, statusChangeSchema } from '../../functions/notify/notify.ts';
import { report } from '../../functions/report/report.ts';
import { bucketWith, input, run, worldWith } from '../report/orders.ts';
import { hostile } from '../report/pages.ts';
import { silent } from '../world/log.ts';

type Mail = Parameters<SendMail>[0];

/** What is sent when a run has ended with its report in that bucket, and what its message says. */
async function sentOf(bucket: ReturnType<typeof bucketWith>, { locale = 'en', fails = false, page = true } = {}) {
  if (page) await report(input, worldWith(bucket));
  const letters: Mail[] = [];
  let message = '';
  const detail = { executionArn: 'arn:one', name: run, status: 'SUCCEEDED', input: JSON.stringify(input) };
  await notify(statusChangeSchema.parse({ detail }), {
    name: 'shop',
    bucketName: 'bucket',
    reportsUrl: 'https://reports.example.com',
    bucket,
    history: async function* () {},
    publish: async (_, body) => {
      message = body;
    },
    mail: async (letter) => {
      if (fails) throw new Error('Email address is not verified.');
      letters.push(letter);
    },
    locale,
    log: silent,
  });
  return { letters, message };
}
const read = (html = '') =>
  html
    .replace(/<(title)>.*?<\/\1>|<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

it('mails the verdict, the headlines and what changed, with the page itself', async () => {
  const bucket = bucketWith();
  const [letter, ...more] = (await sentOf(bucket)).letters;
  expect(more).toEqual([]);
  expect(read(letter?.html)).toMatch(/^Orders &amp; returns 2024-02 Use with care Returns: /);
  expect(read(letter?.html)).toContain('Returned 1.31 % ▼ 0.22 points better than 2024-01');
  expect(letter?.html).toContain(`href="https://reports.example.com/2024-02/${run}/index.html"`);
  expect(letter?.text).toContain('Report: https://reports.example.com/');
  const [page] = letter?.attachments ?? [];
  expect(page).toEqual({ name: '2024-02.html', content: bucket.texts()[`reports/2024-02/${run}/index.html`] });
});

it('writes in the language of the pipeline', async () => {
  const { letters } = await sentOf(bucketWith(), { locale: 'ko' });
  expect(letters[0]?.html).toContain('주의하여 사용');
});

it('sends its message all the same where it cannot be mailed, and says so', async () => {
  const { message } = await sentOf(bucketWith(), { fails: true });
  expect(message).toContain('Report: https://reports.example.com/');
  expect(message).toContain('The report could not be mailed: Error: Email address is not verified.');
});

it('mails nothing of a run that ended without a page', async () => {
  const { letters, message } = await sentOf(bucketWith(), { page: false });
  expect(letters).toEqual([]);
  expect(message).not.toContain('mailed');
});

it('keeps hostile text text', async () => {
  const bucket = bucketWith(hostile());
  await report(input, worldWith(bucket));
  const { letters } = await sentOf(bucket, { page: false });
  expect(letters[0]?.html).not.toMatch(/<(script|img)|\u202e/);
});
