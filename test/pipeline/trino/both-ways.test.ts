import { trinoEngine } from '../../../local/services/athena/trino/engine.ts';
import { canInstall } from '../../../local/services/athena/trino/install.ts';
import { startTrino, type Trino } from '../../../local/services/athena/trino/server.ts';
import { sampleSuite } from '../both-ways.ts';

/** CI has one, or fails. */
const suite = canInstall || process.env.CI ? describe : describe.skip;

suite('Athena by Trino', () => {
  let trino: Trino;
  beforeAll(async () => {
    trino = await startTrino();
  });
  afterAll(() => trino?.stop());
  sampleSuite(({ endpoint }) => trinoEngine(trino, endpoint));
});
