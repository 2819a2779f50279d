import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isLeftOut, starter } from '../../../commands/new/new.ts';
import { modules } from '../../architecture/graph.ts';

it('leaves no code in a new project that imports what is left out of it', () => {
  const stay = modules(['functions', 'local', 'bench', 'commands', 'deployment', 'scripts', 'test']).filter(
    ({ file }) => !isLeftOut(file),
  );
  const isGone = (path: string) => isLeftOut(path) && !existsSync(join(starter, path));
  const broken = stay.flatMap(({ file, imports }) => imports.filter(isGone).map((path) => `${file} imports ${path}`));
  expect(broken).toEqual([]);
});
