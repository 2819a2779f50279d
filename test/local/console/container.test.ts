import { containerOf } from '../../../local/console/run/container.ts';

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
