import { definePipeline } from '../functions/tributary.ts';
import { report } from './report/report.ts';
import { airlines } from './sources/airlines.ts';
import { airports } from './sources/airports.ts';
import { flights } from './sources/flights.ts';
import { planes } from './sources/planes.ts';
import { weather } from './sources/weather.ts';

/** What this pipeline is about. A fork changes this folder and nothing else. */
export const pipeline = definePipeline({
  name: 'airline-operations',
  period: 'month',
  timeZone: 'America/New_York',
  sources: [flights, weather, planes, airlines, airports],
  limits: { rejected: 0.01, empty: 'hold' },
  maxSourceBytes: 2 * 1024 ** 3,
  report,
});
