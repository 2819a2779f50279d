import { z } from 'zod';
import { queriesOf } from '../functions/aggregate/athena/queries.ts';
import { TributaryError } from '../functions/core/errors.ts';
import type { Pipeline } from '../functions/definition/define-pipeline.ts';
import { distributedOf } from '../functions/definition/distributed.ts';
import { definitionPath, readDefinition } from '../local/definition.ts';
import { isObject, type Json, json } from '../local/states/json.ts';

const patchPath = 'statemachines/distributed.patch.yaml';

type Defined = Pick<Pipeline, 'distributed' | 'report' | 'sources'>;

/** The pipeline's state machine as it is written, with the patch where the pipeline says `distributed`. */
export function definitionOf({ distributed, report, sources }: Defined): Json {
  const definition = json.parse(readDefinition());
  if (!distributed) return definition;
  const { ingest, preprocess, aggregate } = writtenIn(definition);
  const values = {
    '${BehindIngest}': 'Next' in ingest ? ingest.Next : 'Preprocess',
    '${FromBytes}': distributed.fromBytes,
    '${PartBytes}': distributed.partBytes,
    '${Concurrency}': distributed.concurrency,
    '${Queries}': queriesOf({ report, sources }),
  };
  const patched = merged(definition, filled(json.parse(readDefinition(patchPath)), values));
  const inSources = { ItemProcessor: { States: { Sum: preprocess } } };
  return merged(patched, { States: { Sources: inSources, Finish: aggregate } });
}

/** How a state goes on. */
const way = z.union([z.object({ Next: z.string() }), z.object({ End: z.literal(true) })]);
const written = z.object({
  States: z.object({
    Sources: z.object({ ItemProcessor: z.object({ States: z.object({ Ingest: way, Preprocess: way }) }) }),
    Aggregate: way,
  }),
});

/** Behind what the patch goes on, whatever steps a fork has put there. */
function writtenIn(definition: Json) {
  const { data } = written.safeParse(definition);
  if (!data)
    throw new TributaryError(
      'PipelineInvalid',
      `${definitionPath}: a distributed pipeline goes on behind Ingest and Preprocess inside of Sources, and behind Aggregate: bring them back, or leave out distributed in pipeline/pipeline.ts.`,
    );
  const { Sources, Aggregate } = data.States;
  const { Ingest, Preprocess } = Sources.ItemProcessor.States;
  return { ingest: Ingest, preprocess: Preprocess, aggregate: Aggregate };
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
