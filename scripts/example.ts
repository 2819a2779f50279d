import { command } from '../commands/command.ts';
import { runExample } from '../commands/example/example.ts';
import { readOptions, usage } from '../commands/example/options.ts';

await command({ usage: usage() }, (args, screen) => runExample(readOptions(args), screen));
