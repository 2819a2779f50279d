import { readOptions as newOptions } from '../../commands/new/options.ts';
import { readOptions as newSourceOptions } from '../../commands/new-source/options.ts';
import { readOptions as devOptions } from '../../local/console/options.ts';

it.each([
  ['new', newOptions, 'npm run new -- <folder>'],
  ['new-source', newSourceOptions, 'npm run new-source -- <name> --from <file>'],
  ['dev', devOptions, 'npm run dev -- [options]'],
])('says which option %s does not have, in one sentence, and shows what there is', (_, readOptions, usage) => {
  const read = () => readOptions(['--form', 'orders.csv']);
  expect(read).toThrow(/^--form is no option here\.\n\n/);
  expect(read).toThrow(usage);
});
