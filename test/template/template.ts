import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type Statement, statementSchema } from './policy.ts';

const output = z.looseObject({ Condition: z.string().optional(), Value: z.unknown() });
const resource = z.looseObject({
  Condition: z.string().optional(),
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const templateSchema = z.object({ Resources: z.record(z.string(), resource), Outputs: z.record(z.string(), output) });
export type Template = z.infer<typeof templateSchema>;

/** Runs `serverless package`, and reads the template that CloudFormation would get, every reference as `<Id.Attribute>`. */
export function packagedTemplate(...options: string[]): Template {
  packageIn('.', ...options);
  return templateWhere();
}

/** Runs `serverless package` in a folder, and reads the template likewise. */
export function packagedIn(folder: string, ...options: string[]): Template {
  packageIn(folder, ...options);
  return templateIn(folder);
}

function packageIn(cwd: string, ...options: string[]): void {
  const asked = [resolve('node_modules/serverless/bin/serverless.js'), 'package', ...options];
  execFileSync(process.execPath, asked, { cwd, stdio: 'pipe' });
}

/** The template that was packaged last, as CloudFormation takes it where these conditions hold, and no other. */
export const templateWhere = (...holding: string[]): Template => templateIn('.', ...holding);

export function templateIn(folder: string, ...holding: string[]): Template {
  const text = readFileSync(join(folder, '.serverless/cloudformation-template-update-stack.json'), 'utf8');
  const chosen = JSON.stringify(JSON.parse(text, (_, value: unknown) => resolved(value, holding)));
  const { Resources, Outputs } = templateSchema.parse(JSON.parse(chosen, (_, value: unknown) => withoutNothing(value)));
  const isThere = ([, { Condition }]: [string, { Condition?: string | undefined }]) =>
    Condition === undefined || holding.includes(Condition);
  return {
    Resources: Object.fromEntries(Object.entries(Resources).filter(isThere)),
    Outputs: Object.fromEntries(Object.entries(Outputs).filter(isThere)),
  };
}

const intrinsic = z.union([
  z.strictObject({ Ref: z.string() }).transform(({ Ref }) => `<${Ref}>`),
  z.strictObject({ 'Fn::GetAtt': z.array(z.string()) }).transform((att) => `<${att['Fn::GetAtt'].join('.')}>`),
  z.strictObject({ 'Fn::Sub': z.string() }).transform((sub) => sub['Fn::Sub'].replace(/\$\{([^}]+)\}/g, '<$1>')),
]);

const choice = z.strictObject({ 'Fn::If': z.tuple([z.string(), z.unknown(), z.unknown()]) });

function resolved(value: unknown, holding: readonly string[]): unknown {
  const { data } = choice.safeParse(value);
  if (!data) return intrinsic.safeParse(value).data ?? value;
  const [condition, where, otherwise] = data['Fn::If'];
  return holding.includes(condition) ? where : otherwise;
}

const withoutNothing = (value: unknown) =>
  value === '<AWS::NoValue>' ? undefined : Array.isArray(value) ? value.filter(() => true) : value;

/** The properties of each resource of that type, by its logical id, read by the schema. */
export const ofType = <Schema extends z.ZodType>({ Resources }: Template, type: string, schema: Schema) =>
  Object.entries(Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties }]) => ({ id, ...z.object({ properties: schema }).parse({ properties: Properties }) }));

const roleSchema = z.object({
  ManagedPolicyArns: z.never().optional(),
  Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) })),
});

/** What each role may do, by the role's logical id. */
export const statementsByRole = (template: Template): Record<string, Statement[]> =>
  Object.fromEntries(
    ofType(template, 'AWS::IAM::Role', roleSchema).map(({ id, properties }) => [
      id,
      properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
    ]),
  );
