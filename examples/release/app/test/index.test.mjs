import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { handler } from '../src/index.mjs';

test('costs a tenth less from ten pieces', async () => {
  deepEqual(await handler({ pieces: 9, price: 100 }), { total: 900 });
  deepEqual(await handler({ pieces: 10, price: 100 }), { total: 900 });
});
