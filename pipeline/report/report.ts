import { defineReport, ranking, timeSeries } from '../../functions/tributary.ts';
import byAircraftAge from './by_aircraft_age.sql';
import byAirline from './by_airline.sql';
import byDestination from './by_destination.sql';
import byWind from './by_wind.sql';
import daily from './daily.sql';
import headline from './headline.sql';
import latestDestinations from './latest_destinations.sql';
import punctualAirlines from './punctual_airlines.sql';
import worstDays from './worst_days.sql';

const percent = { digits: 1, unit: ' %' };
const minutes = { digits: 1, unit: ' min' };
const flightColumns = {
  scheduled: { title: 'Scheduled' },
  cancelled_percent: { title: 'Share cancelled', format: percent },
  on_time_percent: { title: 'On time', format: percent },
} as const;
const cancelled = { title: 'Cancelled' };
const departureDelay = { title: 'Late at departure', format: minutes };
const arrivalDelay = { title: 'Late at arrival', format: minutes };

/** What the page shows, and the tables that it shows it from; a later table may select from an earlier one. */
export const report = defineReport({
  title: 'Airline operations, New York',
  subtitle: 'Departures from Newark, Kennedy and LaGuardia. On time is less than 15 minutes late at arrival.',
  figures: [
    {
      title: 'Scheduled flights',
      table: headline,
      column: 'scheduled',
      better: 'neither',
      trend: { table: daily, column: 'scheduled' },
    },
    {
      title: 'Cancelled flights',
      table: headline,
      column: 'cancelled',
      better: 'lower',
      trend: { table: daily, column: 'cancelled' },
    },
    {
      title: 'Cancelled share',
      table: headline,
      column: 'cancelled_percent',
      format: { digits: 2, unit: ' %' },
      better: 'lower',
      trend: { table: daily, column: 'cancelled_percent' },
    },
    {
      title: 'Mean departure delay',
      table: headline,
      column: 'departure_delay_min',
      format: minutes,
      better: 'lower',
      trend: { table: daily, column: 'departure_delay_min' },
    },
    {
      title: 'Arrivals on time',
      table: headline,
      column: 'on_time_percent',
      format: percent,
      better: 'higher',
      trend: { table: daily, column: 'on_time_percent' },
    },
  ],
  charts: [
    {
      title: 'Flights per day',
      subtitle: 'Scheduled flights: operated and cancelled',
      table: daily,
      wide: true,
      spec: {
        height: 220,
        transform: [{ fold: ['operated', 'cancelled'], as: ['outcome', 'flights'] }],
        mark: 'bar',
        encoding: {
          x: {
            field: 'day',
            type: 'ordinal',
            timeUnit: 'utcmonthdate',
            title: null,
            axis: { format: '%-d %b', labelOverlap: true },
          },
          y: { field: 'flights', type: 'quantitative', title: null },
          color: {
            field: 'outcome',
            type: 'nominal',
            sort: ['operated', 'cancelled'],
            title: null,
            legend: { orient: 'top' },
          },
          order: { field: 'outcome', sort: 'descending' },
        },
      },
    },
    {
      title: 'Arrivals on time',
      subtitle: 'Share of arrivals less than 15 minutes late, by day (thin) and over seven days',
      table: daily,
      spec: timeSeries({
        x: 'day',
        y: 'on_time_percent_week',
        yTitle: 'on time',
        thin: 'on_time_percent',
        format: percent,
      }),
    },
    {
      title: 'Departure delay',
      subtitle: 'Mean minutes late at departure, by day (thin) and over seven days',
      table: daily,
      spec: timeSeries({
        x: 'day',
        y: 'departure_delay_min_week',
        yTitle: 'minutes',
        thin: 'departure_delay_min',
        zero: true,
      }),
    },
    {
      title: 'Airlines by arrivals on time',
      subtitle: 'Airlines with at least 100 completed flights. Upright mark: the month before',
      table: punctualAirlines,
      previousBy: 'carrier',
      spec: ranking({
        label: 'airline',
        value: 'on_time_percent',
        valueTitle: 'on time',
        previous: true,
        format: percent,
      }),
    },
    {
      title: 'Destinations with the latest arrivals',
      subtitle: 'Mean minutes late, those with at least one arrival a day. Upright mark: the month before',
      table: latestDestinations,
      previousBy: 'destination',
      spec: ranking({
        label: 'destination',
        value: 'arrival_delay_min',
        valueTitle: 'minutes',
        previous: true,
        most: 12,
        format: { digits: 1 },
      }),
    },
    {
      title: 'Cancellations by wind',
      subtitle: 'Share of flights cancelled, by the wind in mph at their airport in the hour of departure',
      table: byWind,
      spec: {
        height: 220,
        mark: 'bar',
        encoding: {
          x: { field: 'wind', type: 'nominal', sort: null, title: null, axis: { labelAngle: 0 } },
          y: { field: 'cancelled_percent', type: 'quantitative', title: '%' },
        },
      },
    },
    {
      title: 'Departure delay by age of the aeroplane',
      subtitle: 'Mean minutes late, by the year of manufacture in the aircraft registry',
      table: byAircraftAge,
      spec: ranking({
        label: 'age',
        value: 'departure_delay_min',
        valueTitle: 'minutes',
        most: 7,
        format: { digits: 1 },
      }),
    },
  ],
  tables: [
    headline,
    daily,
    {
      ...byAirline,
      title: 'Airlines',
      columns: {
        ...flightColumns,
        cancelled,
        departure_delay_min: departureDelay,
        arrival_delay_min: arrivalDelay,
        completed: { hidden: true },
        airline: { title: 'Airline' },
        carrier: { title: 'Code' },
      },
    },
    punctualAirlines,
    {
      ...byDestination,
      title: 'Destinations',
      subtitle: 'By scheduled flights',
      columns: {
        ...flightColumns,
        arrival_delay_min: arrivalDelay,
        completed: { hidden: true },
        dest: { title: 'Code' },
        airport: { title: 'Airport' },
        city: { title: 'City' },
        state: { title: 'State' },
      },
    },
    latestDestinations,
    {
      ...worstDays,
      title: 'Days with the most cancellations',
      subtitle: 'With the roughest weather among the hours and airports of departure',
      shown: 10,
      columns: {
        ...flightColumns,
        cancelled,
        departure_delay_min: departureDelay,
        day: { title: 'Day' },
        wind_mph: { title: 'Wind', format: { digits: 0, unit: ' mph' } },
        gust_mph: { title: 'Gusts', format: { digits: 0, unit: ' mph' } },
        visibility_mi: { title: 'Visibility', format: { unit: ' mi' } },
        precipitation_in: { title: 'Precipitation', format: { digits: 2, unit: ' in/h' } },
      },
    },
    byWind,
    byAircraftAge,
  ],
});
