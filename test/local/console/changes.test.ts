import { Changes } from '../../../local/console/changes.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('tells of a change at once, and of many in a row now and then, the last of them too', () => {
  const changes = new Changes(100);
  const heard: number[] = [];
  changes.follow(() => heard.push(Date.now()));
  const began = Date.now();
  for (let at = 0; at < 25; at++) {
    changes.tell();
    jest.advanceTimersByTime(10);
  }
  jest.advanceTimersByTime(1000);
  expect(heard.map((at) => at - began)).toEqual([0, 100, 200, 300]);
});

it('tells nobody who has gone', () => {
  const changes = new Changes();
  let heard = 0;
  changes.follow(() => heard++)();
  changes.tell();
  expect(heard).toBe(0);
});
