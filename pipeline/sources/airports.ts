import { z } from 'zod';
import { defineSource, http } from '../../functions/tributary.ts';

export const airports = defineSource({
  name: 'airports',
  title: 'Airports',
  description: 'Where the airports are: a full list, as it is when the month is over.',
  origin: http({
    url: 'https://airports.example.com/airports',
    rows: ['airports'],
    pages: { by: 'link', at: ['next'] },
    secret: 'airports-api',
  }),
  row: z.object({
    iata: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .describe('IATA code'),
    name: z.string().min(1).describe('Name'),
    city: z.string().describe('City'),
    state: z.string().describe('State or territory'),
    country: z.string().length(2).describe('Country, ISO 3166'),
    lat: z.number().min(-90).max(90).describe('Latitude, degrees north'),
    lon: z.number().min(-180).max(180).describe('Longitude, degrees east'),
    elevation: z.number().describe('Height above the sea, feet'),
    tz: z.string().describe('Time zone, IANA name'),
  }),
  key: ['iata'],
  rename: { state: 'subd' },
});
