import { fitted } from '../../commands/diagram/fit.ts';

it('cuts a note to the width that there is, where a letter of Korean is as wide as two', () => {
  expect(fitted('SeparateParts · Map', 126)).toBe('SeparateParts · Map');
  expect(fitted('SeparateParts · Map', 100)).toBe('SeparateParts…');
  expect(fitted('조각마다 나누기', 100)).toBe('조각마다 나누기');
  expect(fitted('조각마다 나누기', 70)).toBe('조각마다…');
});
