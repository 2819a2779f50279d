import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf } from '../functions/core/told.ts';

/** Reads a command line; what it says that there is not is told in a sentence, with the usage below. */
export function readCommandLine<Config extends ParseArgsConfig>(config: Config, usage: string) {
  return parsed(config, (problem) => `${problem}\n\n${usage}`);
}

/** As `parseArgs` of Node does; its refusals are told in a sentence. */
export function parsed<Config extends ParseArgsConfig>(config: Config, told = (problem: string) => problem) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new Error(told(sentenceOf(messageOf(error))), { cause: error });
  }
}

/** Node's words, and what stands in their place: https://nodejs.org/api/errors.html#err_parse_args_invalid_option_value */
const refusals: readonly (readonly [RegExp, string])[] = [
  [/^Unknown option '(.+?)'/, 'is no option here.'],
  [/^Unexpected argument '(.+?)'/, 'is one word too many.'],
  [/^Option '(.+?)' does not take an argument/, 'is said without a value.'],
  [/^Option '(\S+).*?' argument/, 'needs a value behind it.'],
];

function sentenceOf(said: string): string {
  const [refusal] = refusals.flatMap(([pattern, words]) => {
    const [, what] = pattern.exec(said) ?? [];
    return what === undefined ? [] : [`${what} ${words}`];
  });
  return refusal ?? said;
}
