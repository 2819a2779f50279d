import { z } from 'zod';
import { TributaryError } from '../core/errors.ts';
import { Unsupported } from './checks.ts';
import { type Column, compile } from './column.ts';
import { type ColumnType, readingOf } from './reading.ts';

export type { Column, ColumnType };

/** The type's name in the engine. */
export const sqlType = (type: ColumnType) => readingOf(type).sqlType;

/** A source's contract, compiled: what the engine checks and the dictionary tells. */
export interface Contract {
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  readonly missing: readonly string[];
  readonly rules: readonly { readonly name: string; readonly predicate: string }[];
  /** For whoever delivers the data: JSON Schema of one row, under the delivered names. */
  readonly jsonSchema: Readonly<Record<string, unknown>>;
}

export interface ContractOptions {
  readonly name: string;
  readonly row: z.ZodObject;
  readonly key?: readonly string[];
  readonly rules?: Readonly<Record<string, string>>;
  readonly rename?: Readonly<Partial<Record<string, string>>>;
  readonly missing?: readonly string[];
}

/** Whether it has columns whose values are not to be seen. */
export const isSensitive = ({ columns }: Pick<Contract, 'columns'>) => columns.some(({ sensitive }) => sensitive);

/** Compiles a source's description; throws PipelineInvalid with everything that SQL cannot check. */
export function contractOf(options: ContractOptions): Contract {
  const { contract, problems } = compileContract(options);
  if (problems.length === 0) return contract;
  throw new TributaryError(
    'PipelineInvalid',
    `The source "${options.name}" cannot be used:\n- ${problems.join('\n- ')}`,
  );
}

/** Compiles a source's description, as far as it can be, and tells everything that SQL cannot check. */
export function compileContract(options: ContractOptions): {
  readonly contract: Contract;
  readonly problems: readonly string[];
} {
  const { row, key = [], rules = {}, rename = {}, missing = [''] } = options;
  const columns: Column[] = [];
  const problems = [...rowProblems(row), ...nameProblems(options)];
  for (const [column, schema] of Object.entries(row.shape)) {
    try {
      columns.push({ name: column, deliveredAs: deliveredAs(column, rename), ...compile(schema, column) });
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      problems.push(`${column}: ${error.message}.`);
    }
  }
  problems.push(...keyProblems(key, columns, row));
  const contract = {
    columns,
    key,
    missing,
    rules: Object.entries(rules).map(([rule, predicate]) => ({ name: rule, predicate })),
    // zod has no JSON Schema of what is not to be used.
    jsonSchema: problems.length > 0 ? {} : jsonSchemaOf(options),
  };
  return { contract, problems };
}

function* rowProblems({ _zod: { def } }: z.ZodObject) {
  if (def.checks?.length)
    yield 'the row has a check of its own (.refine, .check), which is JavaScript: write it as one of the rules, in SQL.';
  if (def.catchall)
    yield 'z.strictObject and z.looseObject are not known here: write z.object; unknown columns are reported.';
  if (Object.keys(def.shape).length === 0) yield 'the row has no columns.';
}

function* nameProblems({ row, rename = {}, rules = {} }: ContractOptions) {
  const columns = Object.keys(row.shape);
  const delivered = columns.map((column) => deliveredAs(column, rename));
  for (const column of columns) {
    // What the engine adds to a row begins with $.
    if (!/^[^$\0][^\0]*$/.test(column)) yield `"${column}" is no name for a column: use a letter first, and rename it.`;
  }
  for (const column of repeated(columns.map((one) => one.toLowerCase()))) {
    yield `two columns are called "${column}" but for capitals, which SQL does not tell apart: rename one.`;
  }
  for (const column of repeated(delivered))
    yield `two columns are delivered as "${column}": give one another name in rename.`;
  for (const [column, file] of Object.entries(rename)) {
    if (file === '') yield `rename gives "${column}" no name: write the one that it has in the files.`;
    if (!columns.includes(column)) yield `rename speaks of "${column}", which is not a column of the row.`;
  }
  for (const [rule, predicate] of Object.entries(rules)) {
    if (rule.trim() === '' || predicate.trim() === '')
      yield `the rule "${rule}" is empty: give it a name and a predicate.`;
  }
}

function* keyProblems(key: readonly string[], columns: readonly Column[], { shape }: z.ZodObject) {
  for (const name of key) {
    const column = columns.find((one) => one.name === name);
    if (!Object.hasOwn(shape, name)) yield `the key has "${name}", which is not a column of the row.`;
    if (column?.nullable)
      yield `the key has "${name}", which a row may lack: give it a default, or take it out of the key.`;
  }
  for (const name of repeated(key)) yield `the key has "${name}" twice.`;
}

/** The column's name in the files; a column may be called `constructor`, which every object has. */
const deliveredAs = (column: string, rename: NonNullable<ContractOptions['rename']>) =>
  (Object.hasOwn(rename, column) ? rename[column] : undefined) ?? column;

const repeated = (names: readonly string[]) => new Set(names.filter((name, at) => names.indexOf(name) !== at));

function jsonSchemaOf({ row, rename = {} }: ContractOptions): Contract['jsonSchema'] {
  const delivered = (name: string) => deliveredAs(name, rename);
  const { properties = {}, required = [], ...schema } = z.toJSONSchema(row, { io: 'input' });
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => [delivered(name), property])),
    required: required.map(delivered),
  };
}
