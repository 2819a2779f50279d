import { z } from 'zod';
import { defineSource, upload } from '../../functions/tributary.ts';

export const weather = defineSource({
  name: 'weather',
  title: 'Weather',
  description: 'What the weather stations of the three airports observed, hour by hour.',
  origin: upload({ complete: { files: 1 } }),
  optional: true,
  row: z.object({
    station: z.enum(['EWR', 'JFK', 'LGA']).describe('Airport, IATA code'),
    hour: z.iso.datetime({ offset: true }).describe('Hour of the observation'),
    temperature_f: z.number().min(-60).max(130).nullable().describe('Temperature, °F'),
    dew_point_f: z.number().min(-80).max(100).nullable().describe('Dew point, °F'),
    wind_from_deg: z.number().min(0).max(360).nullable().describe('Direction from which the wind blows, degrees'),
    wind_mph: z.number().min(0).max(200).nullable().describe('Wind, miles per hour'),
    gust_mph: z.number().min(0).max(250).nullable().describe('Strongest gust, miles per hour'),
    precipitation_in: z.number().min(0).max(10).nullable().describe('Rain and molten snow, inches'),
    pressure_mb: z.number().min(850).max(1090).nullable().describe('Pressure at sea level, millibar'),
    visibility_mi: z.number().min(0).max(100).nullable().describe('Visibility, miles'),
  }),
  key: ['station', 'hour'],
  missing: ['', 'NA'],
  rename: { hour: 'observed_at', temperature_f: 'temp_f', precipitation_in: 'precip_in' },
  rules: {
    'a gust is at least as strong as the wind': 'gust_mph >= wind_mph',
    'the dew point is no warmer than the air': 'dew_point_f <= temperature_f',
  },
});
