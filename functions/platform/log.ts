import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../core/world.ts';

/** Writes each event as a line of JSON, with the request and the trace that it belongs to. */
export const logger = new Logger();

export const log: Log = {
  info: (message, facts = {}) => logger.info(message, facts),
  warn: (message, facts = {}) => logger.warn(message, facts),
  error: (message, facts = {}) => logger.error(message, facts),
};
