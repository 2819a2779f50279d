import { pipeline } from '../../commands/new/starter/pipeline/pipeline.ts';
import { verify } from '../../commands/verify/verify.ts';

it('is sound, so that a new project runs at once', async () => {
  expect(await verify(pipeline)).toEqual([]);
});
