import { readOptions } from '../../local/options.ts';
import type { Screen } from '../../local/screen.ts';
import { localSite } from '../site/local.ts';
import { openStage } from '../site/stage.ts';
import type { Command, Done } from './command.ts';
import { commands } from './commands.ts';
import { helpOf, overview } from './help.ts';
import { type Asked, meant, readAsked, refuseTaken, type Values } from './options.ts';

/** What `--help` says of these arguments. */
export function usageOf([name = '']: readonly string[]): string {
  const command = commands[name];
  return command ? helpOf(name, command) : overview(commands);
}

/** Does what the arguments ask for, and prints what it came to; gives the exit code. */
export async function tributary([name = '', ...args]: readonly string[], screen: Screen): Promise<number> {
  const command = commands[name];
  if (!command) throw new Error(`${unknown(name)}\n\n${overview(commands)}`);
  const asked = told(name, () => {
    refuseTaken(process.env);
    return readAsked(args, command);
  });
  const { code = 0, lines, json, csv } = await perform(command, asked, screen);
  if (csv !== undefined) process.stdout.write(csv);
  else if (asked.values.json) process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  else for (const line of lines) screen.line(line);
  return code;
}

const unknown = (name: string) =>
  name === '' ? 'Which command?' : `There is no command ${name}.${meant(name, Object.keys(commands))}`;

function told(name: string, read: () => Asked): Asked {
  try {
    return read();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(`${problem}\n\n  npm run tributary -- ${name} --help`, { cause: error });
  }
}

async function perform(command: Command, asked: Asked, screen: Screen): Promise<Done> {
  const { stage, region } = asked.values;
  if (stage !== undefined) {
    const found = await openStage(stage, region);
    return 'here' in command ? command.onStage(asked, found, screen) : command.run(asked, found, screen);
  }
  if ('here' in command) throw new Error(`That needs a stage: say --stage <name>. ${command.here}`);
  return command.run(asked, localSite(localOptions(asked.values), screen), screen);
}

/** What `npm start` would be told. */
const localOptions = ({ input, seed, out, store, verbose, 'only-files': onlyFiles }: Values) => ({
  ...readOptions([]),
  ...(input !== undefined && { input }),
  ...(seed !== undefined && { seed }),
  ...(out !== undefined && { out }),
  ...(store !== undefined && { store }),
  ...(onlyFiles !== undefined && { onlyFiles }),
  ...(verbose !== undefined && { verbose }),
});
