import { shared } from '../../local/in-turn.ts';

/** Work that ends when it is told to, and how often it was begun. */
function slow() {
  const going: { end: () => void; fail: () => void }[] = [];
  const work = () =>
    new Promise<void>((resolve, reject) => {
      going.push({ end: resolve, fail: () => reject(new Error('on purpose')) });
    });
  return { work, going };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('does the work once for all that wait at once, after what was under way', async () => {
  const { work, going } = slow();
  const ask = shared(work);
  const first = ask();
  await turn();
  const others = [ask(), ask(), ask()];
  await turn();
  expect(going).toHaveLength(1);
  going[0]?.end();
  await first;
  await turn();
  expect(going).toHaveLength(2);
  going[1]?.end();
  await Promise.all(others);
});

it('goes on after work that has failed, which it tells those who asked for it', async () => {
  const { work, going } = slow();
  const ask = shared(work);
  const failing = ask();
  await turn();
  going[0]?.fail();
  await expect(failing).rejects.toThrow('on purpose');
  const next = ask();
  await turn();
  going[1]?.end();
  await next;
});
