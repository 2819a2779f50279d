import { manifestKey } from '../../functions/core/keys.ts';
import type { Manifest } from '../../functions/core/manifest.ts';
import { manifestBefore, outcomeOf, reasonsOf } from '../../local/outcome.ts';
import { memoryBucket } from '../world/bucket.ts';

const manifest = (run: string, files: Record<string, string>, more: Partial<Manifest> = {}): Manifest => ({
  run,
  batch: '2025-01',
  attempt: 1,
  fingerprint: 'f1',
  frozenAt: '2025-02-01T00:00:00Z',
  sources: [
    {
      name: 'orders',
      objects: Object.entries(files).map(([key, etag]) => ({
        key,
        etag,
        size: 1,
        lastModified: '2025-02-01T00:00:00Z',
      })),
    },
  ],
  absent: [],
  comparedWith: null,
  waiver: null,
  ...more,
});

describe('why there is a new run', () => {
  const before = manifest('a', { one: '1', two: '2' });

  it('names the files that changed, came and went', () => {
    expect(reasonsOf(manifest('b', { one: '1b', three: '3' }), before)).toEqual([
      'changed: one',
      'new: three',
      'gone: two',
    ]);
  });

  it('names the definition', () => {
    expect(reasonsOf({ ...before, run: 'b', fingerprint: 'f2' }, before)).toEqual([
      'the definition in pipeline/ changed',
    ]);
  });

  it('finds the run before among those of the same batch, by when it was frozen', async () => {
    const bucket = memoryBucket();
    const put = (one: Manifest) => bucket.put(manifestKey(one.run), JSON.stringify(one));
    put({ ...before, run: '2025-01-z', frozenAt: '2025-02-01T00:00:00Z' });
    put({ ...before, run: '2025-01-a', frozenAt: '2025-02-02T00:00:00Z' });
    put({ ...before, run: '2025-01-01-x', batch: '2025-01-01', frozenAt: '2025-02-03T00:00:00Z' });
    const own = { ...before, run: '2025-01-own', frozenAt: '2025-02-04T00:00:00Z' };
    put(own);
    expect((await manifestBefore(bucket, own))?.run).toBe('2025-01-a');
    expect(reasonsOf(own, undefined)).toEqual(['it is the first of its batch']);
  });
});

describe('what became of a batch', () => {
  it('is waiting for files where there is no run', async () => {
    expect(await outcomeOf(memoryBucket())).toEqual({ result: 'waiting' });
  });

  it('is a failure, with its error, where the run left no outcome', async () => {
    const bucket = memoryBucket();
    bucket.put(manifestKey('r'), JSON.stringify(manifest('r', {})));
    const end = { status: 'FAILED', error: 'TableFailed', cause: 'no such column', at: new Date() } as const;
    const about = { arn: '', stateMachineArn: '', name: 'r', input: {}, startedAt: new Date() };
    const execution = { ...about, redrives: 0, redrivenAt: undefined, events: [], end };
    expect(await outcomeOf(bucket, 'r', execution)).toEqual({
      result: 'failed',
      run: 'r',
      error: 'TableFailed',
      cause: 'no such column',
    });
  });
});
