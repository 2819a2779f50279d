import { join } from 'node:path';
import { load, problemOf } from '../../commands/verify/load.ts';
import { TributaryError } from '../../functions/core/errors.ts';

const thrownAt = (error: Error, place: string) =>
  Object.assign(error, { stack: `${error}\n    at ${join(process.cwd(), place)}\n    at ${__filename}:1:1` });

it('tells where the code of pipeline/ throws what TypeScript does not find', async () => {
  const error = thrownAt(new TypeError('columns is not iterable'), 'pipeline/sources/orders.ts:15:20');
  await expect(load(Promise.reject(error))).rejects.toThrow(
    'pipeline/ cannot be used:\n- pipeline/sources/orders.ts: line 15: columns is not iterable',
  );
});

it('leaves what names its place itself as it is', async () => {
  const error = thrownAt(new TributaryError('PipelineInvalid', 'The key has "nr".'), 'pipeline/pipeline.ts:3:1');
  await expect(load(Promise.reject(error))).rejects.toBe(error);
  await expect(load(Promise.resolve('all of it'))).resolves.toBe('all of it');
});

it('tells where an error comes from that is not of pipeline/', async () => {
  const error = Object.assign(new Error('the disk is full'), {
    stack: 'Error: the disk is full\n    at write (node:fs:1:2)',
  });
  await expect(problemOf(error)).resolves.toBe(error.stack);
});
