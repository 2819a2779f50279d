import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readServiceFile } from '../../../local/stack/service-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'service-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'shop', path)), { recursive: true });
    writeFileSync(join(folder, 'shop', path), text);
  }
  return readServiceFile(join(folder, 'shop'));
}

const service = `
service: shop
provider: { name: aws }
`;

it('reads the functions, and the resources with the short forms of CloudFormation', () => {
  const { functions, resources } = read({
    'serverless.yml': `${service}
functions:
  pay: { handler: functions/pay.handler, environment: { TABLE: !Ref Orders } }
resources:
  Resources:
    Orders:
      Type: AWS::DynamoDB::Table
      Properties: { Arn: !GetAtt Queue.Arn, Name: !Sub '\${AWS::Region}-x', Path: !Join [/, [a, !Ref Queue]] }
`,
  });
  expect(functions.pay).toMatchObject({ handler: 'functions/pay.handler', environment: { TABLE: { Ref: 'Orders' } } });
  expect(resources.Resources.Orders?.Properties).toEqual({
    Arn: { 'Fn::GetAtt': 'Queue.Arn' },
    Name: { 'Fn::Sub': `\${AWS::Region}-x` },
    Path: { 'Fn::Join': ['/', ['a', { Ref: 'Queue' }]] },
  });
});

it('puts in the files that it names, and what they name, from the folder of the service', () => {
  const { provider, resources } = read({
    'serverless.yml': `service: shop\nprovider: \${file(../provider.yml)}\nresources: \${file(parts/all.yml)}`,
    '../provider.yml': `environment: { STAGE: '\${sls:stage}', NAME: '\${self:service}', ZONE: "\${opt:zone, 'a'}" }`,
    'parts/all.yml': `Resources: \${file(parts/table.yml)}`,
    'parts/table.yml': 'Orders: { Type: AWS::DynamoDB::Table }',
  });
  expect(provider.environment).toEqual({ STAGE: 'local', NAME: 'shop', ZONE: 'a' });
  expect(resources.Resources.Orders).toEqual({ Type: 'AWS::DynamoDB::Table', Properties: {}, Metadata: {} });
});

it('puts in what the provider says', () => {
  const { resources } = read({
    'serverless.yml': `service: shop\nprovider: { days: 30 }\nresources: { Resources: { L: { Type: T, Properties: { D: '\${self:provider.days}' } } } }`,
  });
  expect(resources.Resources.L?.Properties).toEqual({ D: '30' });
});

it('leaves place-holders of a state machine to it', () => {
  const { resources } = read({
    'serverless.yml': `${service}\nresources: { Resources: { M: { Type: T, Properties: { A: '\${PayFunctionArn}' } } } }`,
  });
  expect(resources.Resources.M?.Properties).toEqual({ A: `\${PayFunctionArn}` });
});

it.each([
  [
    'a variable that nobody knows here',
    `${service}\ncustom: x\nfunctions: { a: { handler: '\${opt:none}' } }`,
    /\$\{opt:none\}, which is not/,
  ],
  ['a file that is not there', `service: shop\nprovider: \${file(none.yml)}`, /none\.yml: ENOENT/],
  [
    'a function without its handler',
    `${service}\nfunctions: { a: { timeout: 3 } }`,
    /serverless\.yml: .*\n.*functions\.a\.handler/,
  ],
  ['what is no YAML', 'service: [', /serverless\.yml: /],
])('says where it cannot be read: %s', (_, text, message) => {
  expect(() => read({ 'serverless.yml': text })).toThrow(message);
});
