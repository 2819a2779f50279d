import { bars, defineReport, line, ranking, table } from '../../functions/tributary.ts';
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
const cancelledShare = { title: 'Share cancelled', format: percent };
const onTime = { on_time_percent: { title: 'On time', format: percent } };
const flightColumns = { scheduled: { title: 'Scheduled' }, cancelled_percent: cancelledShare, ...onTime };
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
      description: 'Every departure that an airline had scheduled from the three airports, operated or not.',
      table: headline,
      column: 'scheduled',
      better: 'neither',
      trend: { table: daily, column: 'scheduled' },
    },
    {
      title: 'Cancelled flights',
      description: 'Scheduled flights that never departed; one that was diverted did.',
      table: headline,
      column: 'cancelled',
      better: 'lower',
      trend: { table: daily, column: 'cancelled' },
    },
    {
      title: 'Cancelled share',
      description: 'Cancelled flights as a share of the scheduled ones.',
      table: headline,
      column: 'cancelled_percent',
      format: { digits: 2, unit: ' %' },
      better: 'lower',
      trend: { table: daily, column: 'cancelled_percent' },
    },
    {
      title: 'Mean departure delay',
      description:
        'Minutes between the scheduled and the actual departure of each flight that departed; an early one counts below zero.',
      table: headline,
      column: 'departure_delay_min',
      format: minutes,
      better: 'lower',
      trend: { table: daily, column: 'departure_delay_min' },
    },
    {
      title: 'Arrivals on time',
      description:
        'Flights that arrived less than 15 minutes late, as a share of those that arrived where they were to.',
      table: headline,
      column: 'on_time_percent',
      format: percent,
      better: 'higher',
      trend: { table: daily, column: 'on_time_percent' },
    },
  ],
  page: [
    bars(daily, {
      title: 'Flights per day',
      subtitle: 'Scheduled flights: operated and cancelled',
      x: 'day',
      y: ['operated', 'cancelled'],
      wide: true,
    }),
    line(daily, {
      title: 'Arrivals on time',
      subtitle: 'Share of arrivals less than 15 minutes late',
      x: 'day',
      y: 'on_time_percent_week',
      thin: 'on_time_percent',
    }),
    line(daily, {
      title: 'Departure delay',
      subtitle: 'Mean minutes late at departure',
      x: 'day',
      y: 'departure_delay_min_week',
      thin: 'departure_delay_min',
      zero: true,
    }),
    ranking(punctualAirlines, {
      title: 'Airlines by arrivals on time',
      subtitle: 'Airlines with at least 100 completed flights',
      label: 'airline',
      value: 'on_time_percent',
      previousBy: 'carrier',
    }),
    ranking(latestDestinations, {
      title: 'Destinations with the latest arrivals',
      subtitle: 'Mean minutes late, those with at least one arrival a day',
      label: 'destination',
      value: 'arrival_delay_min',
      previousBy: 'destination',
      most: 12,
    }),
    bars(byWind, {
      title: 'Cancellations by wind',
      subtitle: 'Share of flights cancelled, by the wind in mph at their airport in the hour of departure',
      x: 'wind',
      y: 'cancelled_percent',
    }),
    bars(byAircraftAge, {
      title: 'Departure delay by age of the aeroplane',
      subtitle: 'Mean minutes late, by the year of manufacture in the aircraft registry',
      x: 'age',
      y: 'departure_delay_min',
    }),
    table(byAirline),
    table(byDestination),
    table(worstDays),
  ],
  tables: [
    headline,
    {
      ...daily,
      columns: {
        ...flightColumns,
        cancelled,
        day: { title: 'Day' },
        operated: { title: 'Operated' },
        departure_delay_min: departureDelay,
        departure_delay_min_week: { title: 'Late at departure, seven days', format: minutes },
        on_time_percent_week: { title: 'On time, seven days', format: percent },
      },
    },
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
    { ...punctualAirlines, columns: { airline: { title: 'Airline' }, ...onTime } },
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
    { ...latestDestinations, columns: { destination: { title: 'Destination' }, arrival_delay_min: arrivalDelay } },
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
    { ...byWind, columns: { cancelled_percent: cancelledShare, departure_delay_min: departureDelay } },
    { ...byAircraftAge, columns: { departure_delay_min: departureDelay } },
  ],
});
