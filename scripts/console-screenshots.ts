import { command } from '../commands/command.ts';
import { takeScreenshots } from '../local/console/screenshots.ts';

const usage = `Takes pictures of the console over the sample: light, dark, narrow, empty, failed and huge.

  node scripts/run.js console-screenshots [folder]      (dist/console)`;

await command({ usage }, async ([folder = 'dist/console'], screen) => {
  await takeScreenshots(folder, screen);
  return 0;
});
