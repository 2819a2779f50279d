import { join } from 'node:path';
import { load } from '../../commands/verify/load.ts';
import { TributaryError } from '../../functions/core/errors.ts';

const thrownAt = (error: Error, place: string) =>
  Object.assign(error, { stack: `${error}\n    at ${join(process.cwd(), place)}\n    at ${__filename}:1:1` });

it('tells where the code of pipeline/ throws, and who says more', async () => {
  const error = thrownAt(new TypeError('z.int(...).mni is not a function'), 'pipeline/sources/orders.ts:15:20');
  await expect(load(Promise.reject(error))).rejects.toThrow(
    'pipeline/sources/orders.ts, line 15: z.int(...).mni is not a function. What TypeScript says of it: npx tsc',
  );
});

it('leaves what names its place itself as it is', async () => {
  const error = thrownAt(new TributaryError('PipelineInvalid', 'The key has "nr".'), 'pipeline/pipeline.ts:3:1');
  await expect(load(Promise.reject(error))).rejects.toBe(error);
  await expect(load(Promise.resolve('all of it'))).resolves.toBe('all of it');
});
