import { queriesOf } from '../functions/aggregate/athena/queries.ts';
import type { Pipeline } from '../functions/definition/define-pipeline.ts';
import { distributedOf } from '../functions/definition/distributed.ts';
import { readDefinition } from '../local/definition.ts';
import { isObject, type Json, json } from '../local/states/json.ts';

const patchPath = 'statemachines/distributed.patch.yaml';

type Defined = Pick<Pipeline, 'distributed' | 'report' | 'sources'>;

/** The pipeline's state machine as it is written, with the patch where the pipeline says `distributed`. */
export function definitionOf({ distributed, report, sources }: Defined): Json {
  const definition = json.parse(readDefinition());
  if (!distributed) return definition;
  const values = {
    '${FromBytes}': distributed.fromBytes,
    '${PartBytes}': distributed.partBytes,
    '${Concurrency}': distributed.concurrency,
    '${Queries}': queriesOf({ report, sources }),
  };
  return merged(definition, filled(json.parse(readDefinition(patchPath)), values));
}

/** What it is, or would be from 1 GiB on, where the pipeline says `distributed`. */
export const distributedDefinitionOf = ({ distributed, report, sources }: Defined): Json =>
  definitionOf({ distributed: distributed ?? distributedOf({ fromBytes: 1024 ** 3 }), report, sources });

/** Each text that is the name of a value is that value. */
function filled(node: Json, values: Readonly<Record<string, Json>>): Json {
  if (typeof node === 'string') return values[node] ?? node;
  if (Array.isArray(node)) return node.map((one) => filled(one, values));
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, filled(value, values)]));
}

/** Objects are merged; everything else takes the place of what was there. */
function merged(target: Json | undefined, patch: Json): Json {
  if (!isObject(target) || !isObject(patch)) return patch;
  const changed = Object.entries(patch).map(([name, value]) => [name, merged(target[name], value)]);
  return { ...target, ...Object.fromEntries(changed) };
}
