import { bench, help, tasks } from '../bench/bench.ts';
import { command } from '../commands/command.ts';

const [asked = '', task = ''] = process.argv.slice(2);
if (tasks[asked]) await tasks[asked](task);
else
  await command({ usage: help }, async (args) => {
    await bench(args);
    return 0;
  });
