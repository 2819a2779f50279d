import { header, order, ordersCsv, preprocessed, reasonsOf } from './orders.ts';

it('keeps clean rows, typed by the contract', async () => {
  const { result, clean, quality } = await preprocessed({
    files: {
      'a.csv': ordersCsv(1, 2),
      'b.csv': ordersCsv(2, 3) + '4,x,2013-02-30,1.234,NaN,foo,' + 'x'.repeat(30) + '\n5,6\n',
    },
  });
  console.log(result, clean, JSON.stringify(quality, null, 1), reasonsOf(quality));
});
