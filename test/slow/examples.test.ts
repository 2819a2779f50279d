import { z } from 'zod';
import { examples } from '../../commands/example/options.ts';
import { ofType, packagedIn } from '../template/template.ts';

const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const role = z.looseObject({
  Policies: z.array(
    z.looseObject({
      PolicyDocument: z.object({ Statement: z.array(z.looseObject({ Action: list, Resource: list })) }),
    }),
  ),
});

/** What AWS has no narrower resource for. */
const everywhere = /^(xray|logs):|^ecr:GetAuthorizationToken$/;

describe.each(examples())('%s', (example) => {
  const template = packagedIn(`examples/${example}`);
  const statements = ofType(template, 'AWS::IAM::Role', role).flatMap(({ id, properties }) =>
    properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map((one) => ({ id, ...one }))),
  );

  it('is packaged with no network, with a role for each function and each state machine', () => {
    const roles = ofType(template, 'AWS::IAM::Role', role).map(({ id }) => `<${id}.Arn>`);
    const functions = ofType(template, 'AWS::Lambda::Function', z.looseObject({ Role: z.string() }));
    const machines = ofType(template, 'AWS::StepFunctions::StateMachine', z.looseObject({ RoleArn: z.string() }));
    const used = [
      ...functions.map(({ properties }) => properties.Role),
      ...machines.map(({ properties }) => properties.RoleArn),
    ];
    expect(machines).not.toEqual([]);
    expect(new Set(used).size).toBe(used.length);
    expect(roles).toEqual(expect.arrayContaining(used));
  });

  it('may do what it needs, on what is its own', () => {
    const wide = statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
    expect(wide.filter((action) => !everywhere.test(action))).toEqual([]);
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('holds no secret in what is deployed', () => {
    expect(JSON.stringify(template)).not.toMatch(/(secret|password|token)["']?\s*:\s*["'][^"'<{$]{8,}/i);
  });
});
