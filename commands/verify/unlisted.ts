import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Pipeline } from '../../functions/definition/define-pipeline.ts';

/** A file that nothing reads: its name in SQL, and what to do. */
interface Unlisted {
  readonly name: string;
  readonly problem: string;
}

/** The files of `pipeline/` that its list of sources, or that of the report's tables, leaves out. */
export function unlisted({ sources, report }: Pick<Pipeline, 'sources' | 'report'>, folder = 'pipeline'): Unlisted[] {
  return [
    ...left(join(folder, 'sources'), '.ts', { known: sources, list: 'pipeline.ts' }),
    ...left(join(folder, 'report'), '.sql', { known: report.tables, list: 'report.ts' }),
  ];
}

interface Listed {
  readonly known: readonly { readonly name: string }[];
  readonly list: string;
}

function left(folder: string, extension: string, { known, list }: Listed): Unlisted[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(extension)) : [];
  return files.sort().flatMap((file) => {
    const name = basename(file, extension);
    if (known.some((one) => one.name === name)) return [];
    const problem = `${join(folder, file)} is not in the list of ${list}: add it there under the name of its file, or remove it.`;
    return [{ name, problem }];
  });
}
