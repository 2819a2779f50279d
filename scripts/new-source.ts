import { command } from '../commands/command.ts';
import { newSource } from '../commands/new-source/new-source.ts';
import { readOptions, usage } from '../commands/new-source/options.ts';
import { tell } from '../commands/new-source/tell.ts';
import { pipeline } from '../pipeline/pipeline.ts';

await command({ usage }, async (args, screen) => {
  const options = readOptions(args);
  const end = screen.begin(`looks at ${options.example ?? options.from}`);
  const written = await newSource(options, pipeline).finally(end);
  for (const line of tell(written)) screen.line(line);
  return 0;
});
