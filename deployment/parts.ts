import { childFailureKey } from '../functions/core/keys.ts';
import type { Statement } from './template.ts';

/** What sources that are read in parts need beside the rest, where the pipeline has such. */
export interface Parts {
  readonly preprocess: Keys;
  readonly notify: Keys;
  /** Statements of the role of the state machine. */
  readonly machine: readonly Statement[];
  /** A rule for the lifecycle of the bucket. */
  readonly lifecycle: object;
}

/** Of the bucket, as a function.yml says them. */
interface Keys {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

const zone = 'parts/*';
/** A failed execution can be redriven for 14 days. */
const keptDays = 15;

/** What the state machine of that name and its functions need for sources in parts, and no more. */
export function partsOf(machine: string): Parts {
  const own = (resource: string) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
  });
  return {
    preprocess: { reads: [zone, 'runs/*/rejected/*'], writes: [zone] },
    notify: { reads: [childFailureKey('*')], writes: [] },
    machine: [
      // https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
      { Action: 'states:StartExecution', Resource: own(`stateMachine:${machine}`) },
      {
        Action: ['states:DescribeExecution', 'states:StopExecution'],
        Resource: [own(`execution:${machine}:*`), own(`execution:${machine}/*`)],
      },
      // https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html#maprun-iam-permission
      { Action: 'states:RedriveExecution', Resource: own(`execution:${machine}/*`) },
      { Action: 's3:GetObject', Resource: { 'Fn::Sub': `\${Bucket.Arn}/${zone}` } },
    ],
    lifecycle: { Id: 'Parts', Status: 'Enabled', Prefix: 'parts/', ExpirationInDays: keptDays },
  };
}
