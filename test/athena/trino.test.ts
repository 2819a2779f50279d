import { setTimeout } from 'node:timers/promises';
import { trinoEngine } from '../../local/services/athena/trino/engine.ts';
import { canInstall } from '../../local/services/athena/trino/install.ts';
import { startTrino, type Trino } from '../../local/services/athena/trino/server.ts';
import { run } from '../../local/services/athena/trino/statement.ts';
import type { EngineOf } from '../aggregate/athena/over-athena.ts';
import { bothWaysSuite } from '../aggregate/athena/suite.ts';
import { examplesSuite } from './examples.ts';
import { openRig, type Rig } from './rig.ts';
import { athenaSuite } from './suite.ts';

if (!canInstall) console.warn('There is no mvn here, so that no Trino is tried: apt-get install maven python3-venv.');
/** CI has one, or fails. */
const suite = canInstall || process.env.CI ? describe : describe.skip;

suite('Athena by Trino', () => {
  let trino: Trino;
  let rig: Rig;
  const engineOf: EngineOf = ({ endpoint }) => trinoEngine(trino, endpoint);
  beforeAll(async () => {
    trino = await startTrino();
    rig = await openRig(engineOf);
  });
  afterAll(async () => {
    await rig?.close();
    await trino?.stop();
  });
  athenaSuite(() => rig);
  describe('asked for the tables of a report', () => bothWaysSuite(engineOf));
  describe('asked for what the dialect takes', () => examplesSuite(engineOf));

  it('stops in Trino what is stopped in Athena', async () => {
    const sql = `SELECT max(a.x + b.x) AS "stopped" FROM UNNEST(sequence(1, 10000)) AS a(x), UNNEST(sequence(1, 10000)) AS b(x), UNNEST(sequence(1, 10000)) AS c(x)`;
    const id = await rig.start(sql);
    await stateOf('"stopped"', ['RUNNING'], trino);
    await rig.stop(id);
    expect(await stateOf('"stopped"', ['FAILED', 'FINISHED'], trino)).toEqual(['FAILED', 'USER_CANCELED']);
  });
});

/** The state and the error of the query in which a word occurs, once it is in one of those states. */
async function stateOf(word: string, states: readonly string[], { url }: Trino) {
  const sql = `SELECT state, error_code FROM system.runtime.queries WHERE query LIKE 'SELECT max%${word}%'`;
  for (;;) {
    const [seen = []] = (await run({ url, sql })).rows;
    if (states.includes(String(seen[0]))) return seen;
    await setTimeout(50);
  }
}
