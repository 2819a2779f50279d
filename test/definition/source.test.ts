import { z } from 'zod';
import { defineSource, upload } from '../../functions/tributary.ts';

const teams = defineSource({
  name: 'teams',
  title: 'Teams',
  origin: upload(),
  row: z.object({ constructor: z.string(), valueOf: z.string() }),
  key: ['constructor'],
});

/** That it compiles is half of it. */
it('may rename and point at columns that are called like something that every object has', () => {
  const cars = defineSource({
    name: 'cars',
    title: 'Cars',
    origin: upload(),
    row: z.object({ id: z.int(), constructor: z.string(), toString: z.string(), ['__proto__']: z.int().nullable() }),
    key: ['id'],
    rename: { id: 'ID', toString: 'Text', ['__proto__']: 'Model' },
    references: (own) => [{ constructor: teams.columns.constructor }, { ['__proto__']: own.id }],
  });
  expect(cars.problems).toEqual([]);
  expect(cars.contract.columns.map(({ deliveredAs }) => deliveredAs)).toEqual(['ID', 'constructor', 'Text', 'Model']);
  expect(cars.references).toEqual([
    { source: 'teams', on: [['constructor', 'constructor']] },
    { source: 'cars', on: [['__proto__', 'id']] },
  ]);
});
