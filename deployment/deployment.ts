import type { Described } from '../functions/aggregate/files.ts';
import { TributaryError } from '../functions/core/errors.ts';
import type { Pipeline } from '../functions/definition/define-pipeline.ts';
import type { Distributed } from '../functions/definition/distributed.ts';
import type { Json } from '../local/states/json.ts';
import { type AthenaDeployment, athenaOf } from './athena.ts';
import { definitionOf } from './distributed.ts';
import { type Placement, placementOf } from './network.ts';
import { openingsOf } from './openings.ts';
import { type Parts, partsOf } from './parts.ts';
import { permissionsOf } from './permissions.ts';
import { schedulesOf } from './schedules.ts';
import type { Resources } from './template.ts';

/** What a stage says of itself; lists, each empty unless told. */
export interface Stage {
  readonly vpcSubnets: readonly string[];
  readonly vpcSecurityGroups: readonly string[];
  /** `<DbiResourceId>/<user>`, each of which may log in by IAM. */
  readonly databaseUsers: readonly string[];
  /** The full name of the function ingest. */
  readonly ingest: string;
  /** The full name of the state machine. */
  readonly machine: string;
}

export interface Deployment {
  readonly resources: Resources;
  /** What the function ingest gets beside what its function.yml says. */
  readonly ingest: Placement;
  /** Where the pipeline is distributed. */
  readonly distributed?: Distribution;
}

/** What sources in parts and tables by Athena take, beside the rest. */
interface Distribution extends Pick<Parts, 'preprocess' | 'notify' | 'lifecycle'>, AthenaDeployment {
  readonly definition: Json;
}

/**
 * What the definition of a pipeline, and the columns of its tables, mean for its deployment: schedules, what ingest may do,
 * and what a distributed pipeline takes. Throws PipelineInvalid.
 */
export function deploymentOf(pipeline: Pipeline, tables: readonly Described[], stage: Stage): Deployment {
  const byIam = pipeline.sources.filter(({ origin }) => origin.kind === 'postgres' && origin.login === 'iam');
  if (byIam.length > 0 && stage.databaseUsers.length === 0) {
    throw new TributaryError(
      'PipelineInvalid',
      `${byIam.map(({ name }) => name).join(', ')} logs in by IAM: say as whom, --param="databaseUsers=<DbiResourceId>/<user>".`,
    );
  }
  const { distributed } = pipeline;
  const { vpcSubnets: subnets, vpcSecurityGroups: securityGroups } = stage;
  const placement = placementOf({ subnets, securityGroups }, stage.ingest);
  return {
    resources: schedulesOf(openingsOf(pipeline), pipeline.timeZone),
    ingest: {
      ...placement,
      permissions: [...permissionsOf(pipeline.sources, stage), ...placement.permissions],
    },
    ...(distributed && { distributed: distributionOf({ ...pipeline, distributed }, tables, stage) }),
  };
}

function distributionOf(
  pipeline: Pipeline & { readonly distributed: Distributed },
  tables: readonly Described[],
  { machine }: Stage,
): Distribution {
  const mostBytes = pipeline.distributed.maxScannedBytes;
  const names = { database: machine.toLowerCase().replaceAll(/\W/g, '_'), workGroup: machine, mostBytes };
  const [parts, athena] = [partsOf(machine), athenaOf({ sources: pipeline.sources, tables }, names)];
  return { definition: definitionOf(pipeline), ...parts, ...athena, machine: [...parts.machine, ...athena.machine] };
}
