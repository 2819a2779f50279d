import type { Log } from '../core/world.ts';
import { configOptional } from './config.ts';

/** One object for each event: Lambda writes it to CloudWatch as a line of JSON, where each fact is a field. */
export const log: Log = (message, facts = {}) => {
  if (configOptional('logLevel') !== 'off') console.info({ message, ...facts });
};
