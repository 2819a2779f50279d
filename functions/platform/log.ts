import type { Log } from '../core/world.ts';
import { configOptional } from './config.ts';

/** One line of JSON for each event: Lambda passes it to CloudWatch, where each fact is a field. */
export const log: Log = (message, facts = {}) => {
  if (configOptional('logLevel') !== 'off') console.info(JSON.stringify({ message, ...facts }));
};
