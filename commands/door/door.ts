import { readOptions } from '../../local/options.ts';
import type { Screen } from '../../local/screen.ts';
import { localSite } from '../site/local.ts';
import { advised } from '../site/refused.ts';
import { openStage, type Stage } from '../site/stage.ts';
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
export async function tributary(args: readonly string[], screen: Screen): Promise<number> {
  refuseTaken(process.env);
  const { command, asked } = read(args);
  const { stage, region, json: forPrograms } = asked.values;
  const site = stage === undefined ? undefined : await openStage(stage, region);
  const {
    code = 0,
    lines,
    json,
    csv,
  } = await perform({ command, asked }, site, screen).catch((error: unknown) => {
    throw advised(error);
  });
  if (csv !== undefined) process.stdout.write(csv);
  else if (forPrograms) process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  else for (const line of lines) screen.line(line);
  return code;
}

/** Does what the arguments ask for on a stage that is open. */
export const tributaryOn = (stage: Stage, args: readonly string[], screen: Screen): Promise<Done> =>
  perform(read(args), stage, screen);

interface Call {
  readonly command: Command;
  readonly asked: Asked;
}

function read([name = '', ...args]: readonly string[]): Call {
  const command = commands[name];
  if (!command) {
    const problem =
      name === '' ? 'Which command?' : `There is no command ${name}.${meant(name, Object.keys(commands))}`;
    throw new Error(`${problem}\n\n${overview(commands)}`);
  }
  try {
    return { command, asked: readAsked(args, command) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(`${problem}\n\n  npm run tributary -- ${name} --help`, { cause: error });
  }
}

/** On the stage or, where there is none, on this machine. */
function perform({ command, asked }: Call, stage: Stage | undefined, screen: Screen): Promise<Done> {
  const site = () => stage ?? localSite(localOptions(asked.values), screen);
  if (!('here' in command)) return command.run(asked, site(), screen);
  if (stage) return command.onStage(asked, stage, screen);
  throw new Error(`That needs a stage: say --stage <name>. ${command.here}`);
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
