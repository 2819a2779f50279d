import { z } from 'zod';
import { defineSource, localTime, upload } from '../../functions/tributary.ts';
import { airlines } from './airlines.ts';
import { airports } from './airports.ts';
import { planes } from './planes.ts';
import { weather } from './weather.ts';

const airport = z.string().regex(/^[A-Z]{3}$/);
const clock = z.int().min(1).max(2400);
const minutesLate = z.int().min(-180).max(3000).nullable();

/** Minutes since midnight of a time written as HHMM. */
const minutes = (column: string) => `(60 * floor(${column} / 100) + ${column} % 100)`;

export const flights = defineSource({
  name: 'flights',
  title: 'Flights',
  description: 'Every scheduled departure, one row each, as the airlines report it after the month.',
  origin: upload({ complete: { files: 1 } }),
  row: z.object({
    flight_date: z.iso.date().describe('Day of the scheduled departure, local'),
    sched_dep_time: clock.describe('Scheduled departure, HHMM, local'),
    dep_time: clock.nullable().describe('Departure, HHMM, local; none for a cancelled flight'),
    dep_delay: minutesLate.describe('Minutes late at departure; early is below zero'),
    arr_delay: minutesLate.describe('Minutes late at arrival; none for a cancelled or diverted flight'),
    carrier: z
      .string()
      .regex(/^[A-Z0-9]{2}$/)
      .describe('Airline, IATA code'),
    flight: z.int().min(1).max(9999).describe('Flight number'),
    tailnum: z
      .string()
      .regex(/^[A-Z0-9]{3,6}$/)
      .nullable()
      .describe('Registration of the aeroplane'),
    origin: airport.describe('Airport of departure, IATA code'),
    dest: airport.describe('Airport of destination, IATA code'),
    distance: z.int().min(1).max(10000).describe('Distance in miles'),
    sched_dep_hour: localTime('America/New_York').describe('Hour of the scheduled departure'),
  }),
  key: ['flight_date', 'carrier', 'flight', 'origin'],
  rules: {
    'only a flight that departed can be late': 'dep_time IS NOT NULL OR (dep_delay IS NULL AND arr_delay IS NULL)',
    'the delay is the time between schedule and departure': `(${minutes('dep_time')} - ${minutes('sched_dep_time')} - dep_delay) % 1440 = 0`,
    'a flight leads elsewhere': 'origin <> dest',
  },
  references: [
    { carrier: airlines.columns.carrier },
    { tailnum: planes.columns.tailnum },
    { origin: airports.columns.iata },
    { dest: airports.columns.iata },
    { origin: weather.columns.station, sched_dep_hour: weather.columns.hour },
  ],
});
