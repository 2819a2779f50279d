import { z } from 'zod';
import { type Duration, seconds } from '../../functions/core/duration.ts';
import { bars } from '../../functions/definition/components/bars.ts';
import { definePipeline, type PipelineOptions } from '../../functions/definition/define-pipeline.ts';
import { defineSource, type Late } from '../../functions/definition/define-source.ts';
import { dynamodb } from '../../functions/origins/dynamodb/options.ts';
import { http } from '../../functions/origins/http/options.ts';
import { upload } from '../../functions/origins/upload/options.ts';
import { pipelineOf, sourceOf } from '../start/world.ts';

it.each(['UTC', 'Europe/Zurich', 'Asia/Kolkata', 'Asia/Calcutta', 'Pacific/Apia', 'America/Nuuk', 'Etc/GMT+12'])(
  'knows the time zone %s',
  (timeZone) => {
    expect(pipelineOf([sourceOf('orders')], { timeZone }).timeZone).toBe(timeZone);
  },
);

it.each(['Europe/Zuerich', '', '+01:00', 'europe/zurich', 'CET DST'])('knows no time zone "%s"', (timeZone) => {
  expect(() => pipelineOf([sourceOf('orders')], { timeZone })).toThrow(/is no IANA time zone/);
});

const late = (after: number): { late: Late } => ({ late: { after: seconds(after), action: 'fail' } });

it.each([
  ['the deadline of a database', { origin: dynamodb({ table: 'orders' }), ...late(60) }, /cannot be late/],
  ['a deadline before the end', { origin: upload(), ...late(-1) }, /-1 seconds after its batch/],
  ['a deadline after four weeks', { origin: upload(), ...late(28 * 86_400) }, /at most 27 days/],
  ['half a second', { origin: dynamodb({ table: 'orders', settle: seconds(0.5) }) }, /0.5 seconds after its batch/],
])('refuses %s', (_, options, problem) => {
  expect(() => pipelineOf([sourceOf('orders', options)])).toThrow(problem);
});

const trend = { table: 'c', column: 'd' };
const figures = [{ title: 'Orders', table: 'a', column: 'b', better: 'higher', trend }] as const;
const tables = [{ name: 'a', sql: '' }];

const noBars = bars({ name: 'a', sql: '' }, { title: 'Days', x: 'day', y: [] });

it.each<[string, Partial<PipelineOptions>, RegExp]>([
  ['a period that there is not', { period: z.custom<'day'>().parse('week') }, /"week" is no period: use day/],
  ['percent for a share', { limits: { rejected: 7, empty: 'hold' } }, /limits.rejected of the pipeline is 7/],
  [
    'percent for rows without a partner',
    { limits: { rejected: 0, empty: 'hold', unmatched: 5 } },
    /limits.unmatched of the/,
  ],
  [
    'a change below none',
    { limits: { rejected: 0, empty: 'hold', volume: -0.5 } },
    /limits.volume of the pipeline is -0.5/,
  ],
  [
    'a figure that is steady below none',
    { report: { title: 'Shop', figures: figures.map((one) => ({ ...one, steady: -1 })), tables } },
    /"Orders" is steady up to -1/,
  ],
  ['no number of bytes', { maxSourceBytes: Number.NaN }, /maxSourceBytes is NaN/],
  ['parts from no size on', { distributed: { fromBytes: 0 } }, /distributed\.fromBytes is 0/],
  ['half a part', { distributed: { fromBytes: 1, partBytes: 0.5 } }, /distributed\.partBytes is 0\.5/],
  [
    'a size that nobody takes',
    { maxSourceBytes: 10, distributed: { fromBytes: 11 } },
    /nobody would take a source between the two/,
  ],
  [
    'a limit that Athena does not know',
    { distributed: { fromBytes: 1, maxScannedBytes: 1000 } },
    /Athena takes 10000000 or more/,
  ],
  [
    'an amount in no currency',
    { report: { title: 'Shop', figures: figures.map((one) => ({ ...one, format: { currency: 'EURO' } })), tables } },
    /"Orders" is in EURO, which is no currency/,
  ],
  ['bars of no column', { report: { title: 'Shop', figures: [], tables, page: [noBars] } }, /"Days" draws 0 columns/],
  ['a trend without its table', { report: { title: 'Shop', figures, tables } }, /shows table "c"/],
])('refuses %s when it is loaded', (_, options, problem) => {
  expect(() => pipelineOf([sourceOf('orders')], options)).toThrow(problem);
});

it.each([
  ['a share below none', { limits: { rejected: -1 } }, /limits.rejected of orders is -1/],
  ['an empty separator', { origin: upload({ separator: '' }) }, /separator of orders is ""/],
  ['a quote as separator', { origin: upload({ separator: '"' }) }, /separator of orders is/],
  ['no files', { origin: upload({ complete: { files: 0 } }) }, /complete with 0 files/],
  ['a reference of no column', { references: [{}] }, /a reference of no column points at nothing/],
])('refuses a source with %s', (_, options, problem) => {
  expect(() => pipelineOf([sourceOf('orders', options)])).toThrow(problem);
});

const bareNumber = (value: number) => z.custom<Duration>().parse(value);

it.each([
  [
    'quietFor',
    { origin: upload({ complete: { quietFor: bareNumber(120) } }) },
    /orders has quietFor: 120: write seconds\(120\)/,
  ],
  ['settle', { origin: dynamodb({ table: 'orders', settle: bareNumber(3600) }) }, /orders has settle: 3600/],
  ['late', { origin: upload(), late: { after: bareNumber(60), action: 'fail' as const } }, /orders has after: 60/],
  [
    'an option of before',
    { origin: http({ url: 'https://a.example', ...z.custom<object>().parse({ timeoutSeconds: 5 }) }) },
    /timeoutSeconds/,
  ],
] satisfies [string, object, RegExp][])(
  'refuses a bare number in %s, where nobody held it against its type',
  (_, options, problem) => {
    expect(() => pipelineOf([sourceOf('orders', options)])).toThrow(problem);
  },
);

it('tells what is wrong with every source at once, each with its file', () => {
  const wrong = (name: string, row: z.ZodObject) => defineSource({ name, title: name, origin: upload(), row });
  const sources = [
    wrong('orders', z.object({ id: z.int(), at: z.date() })),
    wrong('stores', z.object({ name: z.string().trim(), size: z.bigint() })),
  ];
  const describe = () =>
    definePipeline({
      name: 'shop',
      period: 'month',
      timeZone: 'UTC',
      sources,
      limits: { rejected: 2, empty: 'hold' },
      maxSourceBytes: 1,
      report: { title: 'Shop', figures: [], tables: [] },
    });
  for (const problem of [
    /pipeline\/sources\/orders\.ts: at: /,
    /pipeline\/sources\/stores\.ts: name: /,
    /pipeline\/sources\/stores\.ts: size: /,
    /limits\.rejected of the pipeline is 2/,
  ])
    expect(describe).toThrow(problem);
});

it('gives each source the limits that are not told, and its own before those of all', () => {
  const limits = { rejected: 0.1, empty: 'allow', volume: 0.2 } as const;
  const { sources } = pipelineOf([sourceOf('orders', { limits: { unmatched: 0.5 } }), sourceOf('customers')], {
    limits,
  });
  expect(sources.map((source) => source.limits)).toEqual([
    { rejected: 0.1, empty: 'allow', volume: 0.2, unmatched: 0.5 },
    { rejected: 0.1, empty: 'allow', volume: 0.2, unmatched: 0.05 },
  ]);
});
