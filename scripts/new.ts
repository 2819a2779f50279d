import { relative } from 'node:path';
import { command } from '../commands/command.ts';
import { makeProject } from '../commands/new/new.ts';
import { readOptions, usage } from '../commands/new/options.ts';

await command(
  { usage, stopped: 'Stopped. What is in the new folder is not whole: remove it.' },
  async (args, screen) => {
    const options = readOptions(args);
    const place = relative(process.cwd(), options.folder);
    await makeProject(options, process.cwd());
    screen.line(`${screen.green(`${options.name} is in ${options.folder}`)}, with a first commit: the code of this template without its
sample, and a small pipeline/ with two months of orders in sample/. Next:

  cd ${/[^\w./-]/.test(place) ? `"${place}"` : place}
  npm ci && npm start                                   # the whole pipeline, and where its report is
  npm run new-source -- payments --from payments.csv    # a source of yours, guessed from its data
  npm test && npm run check                             # all green`);
    return 0;
  },
);
