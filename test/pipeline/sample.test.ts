import { runBatch } from './sample.ts';

describe('February 2013', () => {
  const february = runBatch('2013-02', { threads: 1 });

  it('has the figures that are known', async () => {
    const { rows } = await february;

    expect(await rows('headline')).toEqual([
      {
        scheduled: 24951,
        cancelled: 1261,
        cancelled_percent: 5.0539,
        departure_delay_min: 10.8168,
        on_time_percent: 76.2187,
      },
    ]);
  });

  it('shows the snowstorm of the 8th, and the weather of that day', async () => {
    const { rows } = await february;

    const days = await rows('daily');
    expect(days).toHaveLength(28);
    expect(days[7]).toMatchObject({ day: '2013-02-08', scheduled: 930, operated: 458, cancelled: 472 });
    const [worst] = await rows('worst_days');
    expect(worst).toMatchObject({ day: '2013-02-08', cancelled: 472, gust_mph: 40.277, visibility_mi: 0.5 });
  });

  it('takes the mean of seven days over all flights of the days up to that one', async () => {
    const { rows } = await february;

    const week = (await rows('daily')).slice(1, 8);
    const operated = week.reduce((sum, { operated }) => sum + Number(operated), 0);
    const minutes = week.reduce((sum, day) => sum + Number(day.operated) * Number(day.departure_delay_min), 0);
    expect(week.at(-1)?.departure_delay_min_week).toBeCloseTo(minutes / operated, 1);
  });

  it('ranks airlines and destinations by their names', async () => {
    const { rows } = await february;

    expect((await rows('punctual_airlines'))[0]).toEqual({
      airline: 'Virgin America',
      carrier: 'VX',
      on_time_percent: 88.89,
    });
    expect((await rows('by_airline'))[0]).toMatchObject({ airline: 'United Air Lines Inc.', scheduled: 4346 });
    expect((await rows('latest_destinations'))[0]).toMatchObject({ place: 1, destination: 'Greer (GSP)' });
    expect((await rows('by_destination'))[0]).toMatchObject({ dest: 'ATL', city: 'Atlanta', scheduled: 1267 });
  });

  it('sorts every flight into one group of wind and one of age', async () => {
    const { rows } = await february;

    for (const table of ['daily', 'by_airline', 'by_destination', 'by_wind', 'by_aircraft_age']) {
      const groups = await rows(table);
      expect([table, groups.reduce((sum, { scheduled }) => sum + Number(scheduled), 0)]).toEqual([table, 24951]);
    }
  });

  it('rejects the wind of 1048 mph, and nothing else', async () => {
    const { quality } = await february;

    const weather = await quality('weather');
    expect(weather).toMatchObject({ read: 2010, clean: 2009, rejected: 1, duplicates: 0, withinLimits: true });
    expect(weather.rejections).toMatchObject([
      { column: 'wind_mph', rows: 1, examples: [{ file: 'observations-2013-02.csv', value: '1048.361' }] },
    ]);
    for (const source of ['flights', 'planes', 'airlines', 'airports']) {
      expect(await quality(source)).toMatchObject({ rejected: 0, duplicates: 0, problems: [] });
    }
  });

  it('reports the columns of airports that nobody asked for', async () => {
    const { quality } = await february;

    expect((await quality('airports')).files).toMatchObject([{ extraColumns: ['icao', 'lid'] }]);
  });

  it('counts flights without an entry in the registry, and without weather in their hour', async () => {
    const { joins } = await february;

    const ofFlights = (await joins()).filter(({ source }) => source === 'flights');
    const counts = ofFlights.map(({ references, on, rows, unmatched }) => [references, ...on, rows, unmatched]);
    expect(counts).toEqual(
      expect.arrayContaining([
        ['airlines', 'carrier', 24951, 0],
        ['planes', 'tailnum', 24505, 3888],
        ['airports', 'origin', 24951, 0],
        ['airports', 'dest', 24951, 0],
        ['weather', 'origin', 'sched_dep_hour', 24951, 29],
      ]),
    );
  });

  it('is the same, to the byte, with one thread and with two', async () => {
    const two = await runBatch('2013-02', { threads: 2 });

    expect(JSON.stringify((await february).tables()) === JSON.stringify(two.tables())).toBe(true);
  });
});

describe('January 2013', () => {
  it('has the figures that are known', async () => {
    const { rows } = await runBatch('2013-01');

    expect(await rows('headline')).toEqual([
      {
        scheduled: 27004,
        cancelled: 521,
        cancelled_percent: 1.9293,
        departure_delay_min: 10.0367,
        on_time_percent: 76.5096,
      },
    ]);
    expect(await rows('daily')).toHaveLength(31);
  });

  it('has the same figures without the weather, which is then unknown', async () => {
    const { rows, joins } = await runBatch('2013-01', { without: ['weather'] });

    expect(await rows('headline')).toMatchObject([{ scheduled: 27004, cancelled: 521 }]);
    expect(await rows('by_wind')).toMatchObject([{ wind: 'unknown', scheduled: 27004, cancelled: 521 }]);
    expect((await rows('worst_days'))[0]).toMatchObject({ wind_mph: null, visibility_mi: null });
    const toWeather = (await joins()).find(({ references }) => references === 'weather');
    expect(toWeather).toMatchObject({ source: 'flights', rows: 27004, unmatched: 27004 });
  });
});
