import { command } from '../commands/command.ts';
import { tributary, usageOf } from '../commands/door/door.ts';

const args = process.argv.slice(2);
const forPrograms = args.includes('--json') || args.includes('--csv');

await command(
  {
    usage: usageOf(args),
    stopped: 'Stopped. What had ended before is kept, and a run of a stage goes on.',
    out: forPrograms ? process.stderr : process.stdout,
  },
  tributary,
);
