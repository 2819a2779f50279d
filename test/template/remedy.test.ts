import { remedyOf } from './remedy.ts';

const run = '2025-01-0123456789abcdef';
const object = (action: string, key: string) => ({ action, resource: `<Bucket.Arn>/${key}` });
const listing = (prefix: string) => ({ action: 's3:ListBucket', resource: '<Bucket.Arn>', prefix });
const reading = (key: string) => [object('s3:GetObject', key), listing(key)];
const remedy = (...needs: Parameters<typeof remedyOf>[1]) => remedyOf('archive', needs, ['orders', 'channels']);

it('says nothing of a function that may do all', () => {
  expect(remedy()).toBe('');
});

it('says what to add to reads and to writes, once for all runs', () => {
  const another = '2025-02-fedcba9876543210_2';
  const needs = [run, another].flatMap((one) => [
    ...reading(`runs/${one}/tables/_complete.json`),
    object('s3:PutObject', `runs/${one}/archive.json`),
  ]);
  expect(remedy(...needs)).toBe(
    'functions/archive/function.yml: add to reads: runs/*/tables/_complete.json; to writes: runs/*/archive.json',
  );
});

it.each([
  [`runs/${run}/quality/orders.json`, 'runs/*/quality/*.json'],
  [`runs/${run}/raw/orders/0001-a.csv`, 'runs/*/raw/*/*'],
  [`runs/${run}/tables/channels.csv`, 'runs/*/tables/*.csv'],
  [`reports/2025-01/${run}/report.json`, 'reports/*/*/report.json'],
  ['reports/2025-01-31/latest.json', 'reports/*/latest.json'],
  ['incoming/2025-01/orders/a.csv', 'incoming/*'],
])('writes %s as %s', (key, folded) => {
  expect(remedy(object('s3:PutObject', key))).toContain(`to writes: ${folded}`);
});

it('takes what is listed as what is read', () => {
  expect(remedy(listing('reports/'))).toContain('to reads: reports/*');
});

it('names whatever else it needs', () => {
  expect(remedy({ action: 'sns:Publish', resource: '<Topic>' })).toBe(
    'functions/archive/function.yml: add to permissions: sns:Publish on <Topic>',
  );
});
