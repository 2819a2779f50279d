import { containerOf, definitionChanges } from '../../../local/console/run/definition.ts';

const machine = (...names: string[]) => ({ States: Object.fromEntries(names.map((name) => [name, { Type: 'Pass' }])) });
const definition = {
  States: {
    First: { Type: 'Choice', Choices: [{ Variable: '$', Next: 'Each' }] },
    Each: {
      Type: 'Map',
      ItemProcessor: { States: { Both: { Type: 'Parallel', Branches: [machine('Left'), machine('Right')] } } },
    },
  },
};

it.each([
  ['First', undefined],
  ['Both', 'Each'],
  ['Right', 'Both'],
  ['Nowhere', undefined],
])('%s is inside of %s', (state, container) => {
  expect(containerOf(state, definition)).toBe(container);
});

describe('what differs between two definitions', () => {
  const changed = (change: (text: string) => string) =>
    definitionChanges(definition, JSON.parse(change(JSON.stringify(definition))));

  it('is nothing where fields stand in another order', () => {
    expect(changed((text) => text.replace('"Variable":"$","Next":"Each"', '"Next":"Each","Variable":"$"'))).toEqual([]);
  });

  it.each<[string, (text: string) => string, string[]]>([
    ['a state that says something else', (text) => text.replace('"$"', '"$.x"'), ['the state First is another']],
    [
      'a state deep inside, and none around it',
      (text) => text.replace('"Right":{', '"Right":{"End":true,'),
      ['the state Right is another'],
    ],
    [
      'one that is called otherwise',
      (text) => text.replace('"Left"', '"Links"'),
      ['the state Links is new', 'the state Left is gone'],
    ],
    [
      'what the whole says',
      (text) => text.replace('{', '{"TimeoutSeconds":1,'),
      ['the state machine as a whole is another'],
    ],
  ])('is %s', (_, change, told) => {
    expect(changed(change)).toEqual(told);
  });
});
