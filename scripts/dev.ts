import { command } from '../commands/command.ts';
import { dev } from '../local/console/dev.ts';
import { readOptions, usage } from '../local/console/options.ts';

await command({ usage, stopped: 'Stopped. What had ended before is kept.' }, (args, screen) =>
  dev(readOptions(args), screen),
);
