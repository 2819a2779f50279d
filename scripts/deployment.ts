import { z } from 'zod';
import { deploymentOf } from '../deployment/deployment.ts';
import { describeTables } from '../functions/aggregate/describe.ts';
import { jsonText } from '../functions/core/json.ts';
import { config } from '../functions/platform/config.ts';
import { withDuckDB } from '../functions/platform/engine.ts';
import { pipeline } from '../pipeline/pipeline.ts';

/** Several values with commas between them, as a parameter of a stage holds them. */
const list = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));
const stage = z.object({
  vpcSubnets: list,
  vpcSecurityGroups: list,
  databaseUsers: list,
  ingest: z.string(),
  machine: z.string(),
});

/** Prints, as JSON, what the pipeline's definition means for the deployment of a stage, which comes as JSON, too. */
const { tables } = pipeline.distributed
  ? await withDuckDB()((engine) => describeTables(pipeline, engine))
  : { tables: [] };
const deployment = deploymentOf(pipeline, tables, jsonText(stage).parse(process.argv[2]));
console.log(JSON.stringify({ ...deployment, fingerprint: config('fingerprint') }));
