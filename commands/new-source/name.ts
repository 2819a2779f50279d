import { existsSync } from 'node:fs';
import type { Engine } from '../../functions/core/world.ts';
import type { Pipeline } from '../../functions/definition/define-pipeline.ts';
import * as face from '../../functions/tributary.ts';
import { reservedWords } from './names.ts';

/** What a file of `pipeline/` calls something else. */
const taken: readonly string[] = ['batch', 'pipeline', 'report', 'z', ...Object.keys(face)];

/** https://tc39.es/ecma262/#prod-ReservedWord, and what a module keeps beside. */
const wordsOfTypeScript =
  /^(arguments|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|eval|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|undefined|var|void|while|with|yield)$/;

/** Throws where a source cannot have that name, or something has it already. */
export async function refuseName(name: string, path: string, pipeline: Pipeline, engine: Engine): Promise<void> {
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(name)) {
    throw new Error(`"${name}" is no name for a source: use a-z, 0-9 and _, a letter first, 40 of them at most.`);
  }
  const reserved = await reservedWords(engine);
  if (wordsOfTypeScript.test(name) || reserved.has(name) || taken.includes(name)) {
    throw new Error(
      `"${name}" means something else in SQL or TypeScript: name the source otherwise, like ${name}_rows.`,
    );
  }
  const there = [...pipeline.sources, ...pipeline.report.tables].some((one) => one.name === name);
  if (there || existsSync(path)) {
    throw new Error(
      `There is a source or a table "${name}" already. Take another name, or remove ${path} and its line in pipeline.ts first.`,
    );
  }
}
