import { writeFileSync } from 'node:fs';
import { command } from '../commands/command.ts';
import { reportJsonSchema } from '../functions/core/document.ts';
import { readCommandLine } from '../local/command-line.ts';

const usage = `Writes docs/report.schema.json, what report.json holds, anew from the code.

  npm run schema`;

await command({ usage }, async (args, screen) => {
  readCommandLine({ args: [...args] }, usage);
  writeFileSync('docs/report.schema.json', reportJsonSchema());
  screen.line('Written: docs/report.schema.json');
  return 0;
});
