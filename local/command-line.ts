import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf } from '../functions/core/told.ts';

/** Reads a command line; what it says that there is not is told in a sentence, with the usage below. */
export function readCommandLine<Config extends ParseArgsConfig>(config: Config, usage: string) {
  try {
    return parseArgs(config);
  } catch (error) {
    const [problem = ''] = messageOf(error).split('. ');
    throw new Error(`${problem.replace(/\.$/, '')}.\n\n${usage}`, { cause: error });
  }
}
