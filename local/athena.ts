import { glueTables, tableInput } from '../deployment/glue.ts';
import { describeTables } from '../functions/aggregate/describe.ts';
import type { Pipeline } from '../functions/definition/define-pipeline.ts';
import { withDuckDB } from '../functions/platform/engine.ts';

/** Where the local Athena has the tables of the pipeline. */
export const localDatabase = 'local';

type Declared = Promise<readonly unknown[]>;

/** The tables that Athena reads of a bucket, as the stack would declare them for the pipeline as it is now. */
export function tablesFor(pipelineNow: () => Pipeline): (bucket: string) => Declared {
  const known = new Map<Pipeline, Declared>();
  return (bucket) => {
    const pipeline = pipelineNow();
    const declared = known.get(pipeline) ?? declaredOver(bucket, pipeline);
    known.set(pipeline, declared);
    return declared;
  };
}

async function declaredOver(bucket: string, pipeline: Pipeline): Declared {
  const { sources, report, period } = pipeline;
  const { tables } = await withDuckDB()((engine) => describeTables({ sources, report, period }, engine));
  return glueTables({ sources, tables }).map((table) => ({
    DatabaseName: localDatabase,
    TableInput: tableInput(table, (folder) => `s3://${bucket}/${folder}`),
  }));
}
