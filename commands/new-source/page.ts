import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { valueAt } from '../../functions/origins/http/json.ts';

const patience = 30_000;

/** Asks an API for one page, and writes its rows into a file, every digit kept; gives the path of keys to them. */
export async function savePage(url: string, rows: string | undefined, file: string): Promise<readonly string[]> {
  if (/\{(from|to)\}/.test(url)) throw new Error(`${url} has a window: say a file with some rows by --example.`);
  const page = await textOf(url);
  const paths = pathsIn(parsed(page, url));
  const path = rows === undefined ? paths.find((_, __, { length }) => length === 1) : rows.split('.');
  const found = path && valueAt(page, path);
  if (!found?.startsWith('[')) {
    const places = paths.map((one) => one.join('.') || 'the page itself').join(', ');
    throw new Error(`Where in the page of ${url} are its rows? Say --rows; lists of objects: ${places || 'none'}.`);
  }
  await writeFile(file, found);
  return path ?? [];
}

async function textOf(url: string): Promise<string> {
  const advice = 'say a file with some rows by --example.';
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience) }).catch((cause: unknown) => {
    throw new Error(`${url} cannot be reached: ${advice}`, { cause });
  });
  if (answer.ok) return answer.text();
  throw new Error(`${url} answers with ${answer.status}: where it wants a secret, ${advice}`);
}

function parsed(page: string, url: string): unknown {
  try {
    return JSON.parse(page);
  } catch (cause) {
    throw new Error(`${url} answers with something that is no JSON: only APIs that do can be read.`, { cause });
  }
}

const list = z.array(z.record(z.string(), z.unknown())).min(1);
const object = z.record(z.string(), z.unknown());

/** The paths of keys to the lists of objects in a page, but for those inside of others. */
function pathsIn(value: unknown): string[][] {
  if (list.safeParse(value).success) return [[]];
  const members = Object.entries(object.safeParse(value).data ?? {});
  return members.flatMap(([key, inside]) => pathsIn(inside).map((path) => [key, ...path]));
}
