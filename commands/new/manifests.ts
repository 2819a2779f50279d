import { z } from 'zod';
import { serviceOf } from '../../deployment/service.ts';
import { jsonText } from '../../functions/core/json.ts';

/** What only files that are left out need. */
const scripts: readonly string[] = ['new', 'e2e'];
const packages: readonly string[] = ['@aws-sdk/client-glue', '@aws-sdk/client-iam'];

const texts = z.record(z.string(), z.string());
/** Records keep the order of their keys, as whoever compares the files wants it. */
const members = z.record(z.string(), z.unknown());
const object = jsonText(members);

const written = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const without = <Value>(all: Readonly<Record<string, Value>>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));

/** The text of package.json for a project of that name. */
export function packageOf(text: string, name: string): string {
  const template = object.parse(text);
  return written({
    ...template,
    ...called(name),
    description: `${name}: several sources flow in, one report flows out.`,
    scripts: without(texts.parse(template.scripts), scripts),
    devDependencies: without(texts.parse(template.devDependencies), packages),
  });
}

/** The text of package-lock.json that goes with it; what npm need not install any more it leaves out by itself. */
export function lockOf(text: string, name: string): string {
  const template = object.parse(text);
  const installed = members.parse(template.packages);
  const root = members.parse(installed['']);
  const devDependencies = without(texts.parse(root.devDependencies), packages);
  return written({
    ...template,
    ...called(name),
    packages: { ...installed, '': { ...root, ...called(name), devDependencies } },
  });
}

const called = (name: string) => ({ name: serviceOf(name), version: '0.1.0' });
