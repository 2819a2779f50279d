import { z } from 'zod';

type Machines = {
  readonly addMachineRoles: (service: object) => void;
  readonly pinVersions: (service: object) => void;
};
const { addMachineRoles, pinVersions } = jest.requireActual<Machines>('../../deployment/machines.cjs');

const role = z.object({
  Properties: z.looseObject({
    Policies: z.tuple([z.looseObject({ PolicyDocument: z.looseObject({ Statement: z.array(z.looseObject({})) }) })]),
  }),
});

/** A service with one state machine, once the plugin has looked at it. */
function deployed(machine: object) {
  const Machine = { Type: 'AWS::StepFunctions::StateMachine', ...machine };
  const resources: Record<string, unknown> = { Machine };
  const functions = {
    pay: { name: 'shop-dev-pay', versionLogicalId: 'PayVersion' },
    other: { name: 'shop-dev-other' },
  };
  const service = { functions, resources: { Resources: resources } };
  addMachineRoles(service);
  pinVersions(service);
  const [{ PolicyDocument }] = role.parse(resources.MachineRole).Properties.Policies;
  return { Machine, statements: PolicyDocument.Statement.filter(({ Resource }) => Resource !== '*') };
}

const calls = { StartAt: 'Pay', States: { Pay: { Resource: `\${PayFunctionArn}` } } };

it('lets a state machine call its functions, and do what it says beside, and no more', () => {
  const publish = { Action: 'sns:Publish', Resource: { Ref: 'Topic' } };
  const { Machine, statements } = deployed({
    Metadata: { permissions: [publish], checkov: { skip: [] } },
    Properties: { Definition: calls },
  });
  const arn = `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:shop-dev-pay:*`;
  expect(statements).toEqual([
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: [{ 'Fn::Sub': arn }] },
    { Effect: 'Allow', ...publish },
  ]);
  expect(Machine).toMatchObject({ Metadata: { checkov: { skip: [] } } });
  expect(JSON.stringify(Machine)).not.toContain('sns:Publish');
});

it('lets one that calls no function call none', () => {
  const { statements } = deployed({ Properties: { Definition: { StartAt: 'Done', States: {} } } });
  expect(statements).toEqual([]);
});

it('puts in what the file says, and the versions of the functions', () => {
  const { Machine } = deployed({
    Properties: { Definition: calls, DefinitionSubstitutions: { Topic: { Ref: 'Topic' } } },
  });
  expect(Machine).toMatchObject({
    Properties: {
      DefinitionSubstitutions: { Topic: { Ref: 'Topic' }, PayFunctionArn: { Ref: 'PayVersion' } },
      DefinitionString: JSON.stringify(calls),
    },
  });
});
