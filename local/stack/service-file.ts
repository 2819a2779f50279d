import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type Tags } from 'yaml';
import { z } from 'zod';
import { messageOf } from '../../functions/core/told.ts';
import { type Json, json } from '../states/json.ts';

const resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), json).default({}),
  Metadata: z.record(z.string(), json).default({}),
});

const environment = z.record(z.string(), json).default({});
const stackFunction = z.looseObject({
  handler: z.string(),
  environment,
  events: z.array(z.record(z.string(), json)).default([]),
});

/** What `serverless.yml` says of a stack, as far as it stands on this machine. */
const serviceFile = z.looseObject({
  service: z.string(),
  provider: z.looseObject({ environment }),
  functions: z.record(z.string(), stackFunction).default({}),
  resources: z.looseObject({ Resources: z.record(z.string(), resource).default({}) }).default({ Resources: {} }),
});
export type ServiceFile = z.infer<typeof serviceFile>;

/** Of everything that is made on this machine. */
const stage = 'local';

/** Reads `serverless.yml` of a folder, the files that it names put in. Throws with the file's name where it cannot be read. */
export function readServiceFile(folder: string): ServiceFile {
  const path = join(folder, 'serverless.yml');
  const said = readYaml(path, folder);
  const { service } = z.looseObject({ service: z.string() }).parse(said);
  const read = serviceFile.safeParse(said);
  if (!read.success) throw new Error(`${path}: ${z.prettifyError(read.error)}`);
  return serviceFile.parse(
    filled(read.data, { ...providerIn(read.data), 'self:service': service, 'sls:stage': stage }),
  );
}

/** `self:provider.runtime` and the like. */
const providerIn = ({ provider }: ServiceFile) =>
  Object.fromEntries(
    Object.entries(provider).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[`self:provider.${name}`, String(value)]] : [],
    ),
  );

/** Reads a file of a service, what it names put in from the service's folder. Throws with the file's name where it cannot be read. */
export function readYaml(path: string, folder: string): Json {
  try {
    const said = json.parse(parse(readFileSync(path, 'utf8'), { customTags: intrinsics }) ?? {});
    return withFiles(said, folder);
  } catch (error) {
    throw new Error(`${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** Values that are files: `${file(order.asl.yaml)}`. */
function withFiles(value: Json, folder: string): Json {
  if (typeof value === 'string') {
    const [, path] = /^\$\{file\(([^)]+)\)\}$/.exec(value) ?? [];
    return path === undefined ? value : readYaml(join(folder, path), folder);
  }
  return mapped(value, (one) => withFiles(one, folder));
}

const mapped = (value: Json, change: (inner: Json) => Json): Json => {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner)]));
};

/** Variables of the Serverless Framework: what is known of them here, and what they say for want of it. */
const variable = /\$\{((?:self|sls|opt|param|env):[^},]+)(?:,\s*'([^']*)')?\}/g;

function filled(value: unknown, known: Readonly<Record<string, string>>): Json {
  const one = json.parse(value);
  if (typeof one !== 'string') return mapped(one, (inner) => filled(inner, known));
  return one.replace(variable, (all, name: string, otherwise?: string) => {
    const said = known[name] ?? otherwise;
    if (said === undefined) throw new Error(`serverless.yml says ${all}, which is not known on this machine`);
    return said;
  });
}

/** `!Ref X` is `{ Ref: X }`, as CloudFormation reads it. */
const intrinsics: Tags = ['Ref', 'GetAtt', 'Sub', 'Join', 'Select', 'Split', 'If', 'Equals', 'Not'].flatMap((name) => {
  const long = name === 'Ref' ? name : `Fn::${name}`;
  return [
    { tag: `!${name}`, resolve: (text: string) => ({ [long]: text }) },
    { tag: `!${name}`, collection: 'seq', resolve: (list) => ({ [long]: list.toJSON() }) },
  ];
});
