import type { Pipeline } from '../functions/definition/define-pipeline.ts';
import type { Stage } from '../functions/origins/pulled.ts';
import type { Statement } from './template.ts';

/** What the origins of these sources need beside the bucket, and no more. */
export function permissionsOf(sources: Pipeline['sources'], stage: Stage): Statement[] {
  const wanted = sources.flatMap(({ origin }) => ('needs' in origin ? origin.needs(stage) : []));
  return [...new Set(wanted.map(({ action }) => action))].map((Action) => ({
    Action,
    Resource: [...new Set(wanted.flatMap(({ action, resource }) => (action === Action ? [resource] : [])))].map(
      (arn) => ({ 'Fn::Sub': arn }),
    ),
  }));
}
