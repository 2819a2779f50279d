import { stat } from 'node:fs/promises';
import { connectDynamoDb } from '../../functions/origins/dynamodb/reader.ts';
import { dynamodb } from '../../functions/tributary.ts';
import { extractionOf, memorySuite, peakMegabytes, worldOf } from '../origins/contract.ts';
import { between } from '../origins/dynamodb/dynalite.ts';
import { openHttp } from '../origins/http/rig.ts';
import { memoryBucket } from '../world/bucket.ts';

memorySuite('http', openHttp);

/** dynalite is too slow to be asked for so much. */
it('holds a page of each segment in memory, however many they are: dynamodb', async () => {
  const [pages, items] = [60, 1000];
  const Items = Array.from({ length: items }, (_, id) => ({ id: { N: String(id) }, text: { S: 'ä'.repeat(150) } }));
  const more = JSON.stringify({ Items, LastEvaluatedKey: { id: { N: '1' } } });
  const last = JSON.stringify({ Items });
  let asked = 0;
  const { client, close } = await between({ port: 0 }, () => ({ status: 200, body: ++asked < pages ? more : last }));
  let size = 0;
  const upload = async (path: string) => {
    size += (await stat(path)).size;
  };
  const world = { ...worldOf({}), bucket: { ...memoryBucket(), upload } };
  const origin = dynamodb({ table: 'orders', segments: 2 });
  const peak = await peakMegabytes(() => connectDynamoDb(client)(extractionOf(origin), world));
  close();
  expect(size).toBeGreaterThan(pages * items * 300);
  expect(peak).toBeLessThan(24);
});
