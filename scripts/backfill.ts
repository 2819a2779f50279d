import { readOptions, usage } from '../commands/backfill/options.ts';
import { run } from '../commands/backfill/run.ts';
import { command } from '../commands/command.ts';
import { pipeline } from '../pipeline/pipeline.ts';

const stopped = 'Stopped. What had ended before is kept, and a run of a stage goes on: the same command continues.';

await command({ usage, stopped }, (args, screen) => run(readOptions(args, pipeline.period), screen));
