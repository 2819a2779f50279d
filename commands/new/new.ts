import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { firstCommit, tracked } from './git.ts';
import { lockOf, packageOf } from './manifests.ts';
import type { NewOptions } from './options.ts';

/** What is of the template or of its sample alone. A test that stays must not need any of it. */
const leftOut = [
  /^(pipeline|sample|commands\/new|test\/(slow\/)?(pipeline|whole-pipeline|e2e|new))\//,
  /^(README|CHANGELOG|CONTRIBUTING)\.md$/,
  /^(docs\/(report|console)\.png|jest\.e2e\.config\.js|scripts\/new\.ts)$/,
];

export const isLeftOut = (path: string) => leftOut.some((one) => one.test(path));

/** What a new project has in its place; its paths are those of the project, and its imports as deep as it lies here. */
export const starter = 'commands/new/starter';
const nameInStarter = /\bmy-pipeline\b/g;

/** Copies the template in `root` into a new folder, as a project of that name, and commits it. */
export async function makeProject({ folder, name }: NewOptions, root: string): Promise<void> {
  await refuseFolder(folder, root);
  const paths = (await tracked(root)).filter((path) => !isLeftOut(path));
  for (const path of paths) {
    if (existsSync(join(root, path))) await cp(join(root, path), await placeFor(join(folder, path)));
  }
  await putStarter({ folder, name }, join(root, starter));
  await change(join(folder, 'package.json'), (text) => packageOf(text, name));
  await change(join(folder, 'package-lock.json'), (text) => lockOf(text, name));
  await firstCommit(folder, `${name}: made from the template Tributary`);
}

async function refuseFolder(folder: string, root: string): Promise<void> {
  if (!relative(root, folder).startsWith('..')) {
    throw new Error(`${folder} lies in this project: name a folder beside it, like ../my-pipeline.`);
  }
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new Error(`${folder} is no folder to write into (${error.code}): name another one.`, { cause: error });
  });
  if (there.length > 0) {
    throw new Error(
      `${folder} is not empty: it has ${there.slice(0, 3).join(', ')}. Name a folder that is not there yet.`,
    );
  }
}

async function placeFor(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  return path;
}

async function putStarter({ folder, name }: NewOptions, from: string): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const text = await readFile(path, 'utf8');
    const place = await placeFor(join(folder, relative(from, path)));
    await writeFile(place, text.replaceAll("from '../../../../", "from '../").replace(nameInStarter, name));
  }
}

const change = async (path: string, to: (text: string) => string) => writeFile(path, to(await readFile(path, 'utf8')));
