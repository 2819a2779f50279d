import { batchOf, type Period } from '../../functions/core/batch.ts';
import { windowOf } from '../../functions/core/window.ts';

it.each<[string, Period, string, string, string, string]>([
  ['UTC', 'month', '2013-02', 'UTC', '2013-02-01T00:00:00Z', '2013-03-01T00:00:00Z'],
  [
    'a month in which summer time begins',
    'month',
    '2013-03',
    'Europe/Zurich',
    '2013-02-28T23:00:00Z',
    '2013-03-31T22:00:00Z',
  ],
  ['a month in which it ends', 'month', '2013-10', 'Europe/Zurich', '2013-09-30T22:00:00Z', '2013-10-31T23:00:00Z'],
  ['a day of 23 hours', 'day', '2013-03-10', 'America/New_York', '2013-03-10T05:00:00Z', '2013-03-11T04:00:00Z'],
  ['a day of 25 hours', 'day', '2013-11-03', 'America/New_York', '2013-11-03T04:00:00Z', '2013-11-04T05:00:00Z'],
  [
    'a change of half an hour',
    'day',
    '2013-04-07',
    'Australia/Lord_Howe',
    '2013-04-06T13:00:00Z',
    '2013-04-07T13:30:00Z',
  ],
  [
    'a day that begins at 01:00',
    'day',
    '2013-10-20',
    'America/Sao_Paulo',
    '2013-10-20T03:00:00Z',
    '2013-10-21T02:00:00Z',
  ],
  [
    'a midnight that comes twice',
    'day',
    '2013-11-03',
    'America/Havana',
    '2013-11-03T04:00:00Z',
    '2013-11-04T05:00:00Z',
  ],
  ['a day that there never was', 'day', '2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-30T10:00:00Z'],
  ['the zone farthest ahead', 'year', '2013', 'Pacific/Kiritimati', '2012-12-31T10:00:00Z', '2013-12-31T10:00:00Z'],
  ['the zone farthest behind', 'year', '2013', 'Etc/GMT+12', '2013-01-01T12:00:00Z', '2014-01-01T12:00:00Z'],
])('begins and ends with the first moment of a day: %s', (_, period, batch, timeZone, from, to) => {
  expect(windowOf(batchOf(period, batch), timeZone)).toEqual({ from, to });
});

it('leaves no moment between two batches, and shares none', () => {
  const days = Array.from({ length: 366 }, (_, at) => new Date(Date.UTC(2012, 0, 1 + at)).toISOString().slice(0, 10));
  for (const timeZone of ['America/St_Johns', 'Africa/Casablanca', 'Asia/Gaza']) {
    const windows = days.map((day) => windowOf(batchOf('day', day), timeZone));
    for (const [at, { to }] of windows.slice(0, -1).entries()) expect(windows[at + 1]?.from).toBe(to);
  }
});
