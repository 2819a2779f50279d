import { pipeline } from '../../pipeline/pipeline.ts';
import { bothWays } from '../aggregate/athena/both-ways.ts';
import { type EngineOf, openAthena } from '../aggregate/athena/over-athena.ts';
import { runBatch } from './sample.ts';

/** The tables of the sample, in Athena's way and in one function's. */
export function sampleSuite(engineOf?: EngineOf): void {
  it('gives the same files of the sample', async () => {
    const { bucket, ...sample } = await runBatch('2013-02');
    const of = { run: sample.run, batch: '2013-02' };
    const athena = await openAthena(of, { pipeline, filled: bucket, engineOf });
    const { one, other, complete } = await bothWays({ bucket, pipeline, athena }, of);
    expect(other).toEqual(one);
    expect(complete.scannedBytes).toHaveLength(pipeline.report.tables.length + 1);
  }, 120_000);
}
