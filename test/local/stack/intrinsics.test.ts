import { type Made, resolved } from '../../../local/stack/intrinsics.ts';

const made: Record<string, Made> = {
  Queue: { ref: 'https://queue', attributes: { Arn: 'arn:queue', 'Nested.Arn': 'arn:nested' } },
  'AWS::Region': { ref: 'local', attributes: {} },
};
const lookup = async (id: string) => {
  const found = made[id];
  if (found) return found;
  throw new Error(`there is no ${id}`);
};

it.each([
  [{ Ref: 'Queue' }, 'https://queue'],
  [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:queue'],
  [{ 'Fn::GetAtt': 'Queue.Nested.Arn' }, 'arn:nested'],
  [{ 'Fn::Sub': `\${AWS::Region}:\${Queue}:\${Queue.Arn}` }, 'local:https://queue:arn:queue'],
  [{ 'Fn::Sub': [`\${Of}-\${Queue.Arn}`, { Of: { Ref: 'Queue' } }] }, 'https://queue-arn:queue'],
  [{ 'Fn::Sub': `\${!Literal}` }, `\${Literal}`],
  [{ 'Fn::Join': [':', ['a', { Ref: 'Queue' }]] }, 'a:https://queue'],
  [{ deep: [{ Ref: 'Queue' }, 7, null, true] }, { deep: ['https://queue', 7, null, true] }],
  [
    { Ref: 'Queue', more: 1 },
    { Ref: 'Queue', more: 1 },
  ],
])('%j is %j', async (value, expected) => {
  expect(await resolved(value, lookup)).toEqual(expected);
});

it.each([
  [{ Ref: 'Nowhere' }, 'there is no Nowhere'],
  [{ 'Fn::GetAtt': ['Queue', 'Url'] }, 'Queue has no Url on this machine'],
  [{ 'Fn::ImportValue': 'x' }, 'The stack says Fn::ImportValue, which is not known on this machine'],
])('%j is refused aloud', async (value, message) => {
  await expect(resolved(value, lookup)).rejects.toThrow(message);
});
