import { isActivity } from '../express.ts';
import type { Pattern } from './integration.ts';

/** What the Resource of a Task names, taken apart. */
export type Resource =
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'activity' }
  | {
      readonly kind: 'service';
      /** Whether the API is called as it is: `aws-sdk:`. */
      readonly sdk: boolean;
      readonly service: string;
      readonly action: string;
      readonly pattern: Pattern;
    };

const service =
  /^arn:[^:]*:states:[^:]*:[^:]*:(aws-sdk:)?([a-z0-9]+):([a-zA-Z0-9]+)(?:\.(sync|sync:2|waitForTaskToken))?$/;

/** Undefined where it is nothing that Step Functions could call. */
export function resourceOf(resource: string): Resource | undefined {
  if (/^arn:[^:]*:lambda:/.test(resource)) return { kind: 'function', name: functionName(resource) };
  if (isActivity(resource)) return { kind: 'activity' };
  const [found, sdk, name = '', action = '', pattern = 'request'] = service.exec(resource) ?? [];
  if (found === undefined) return undefined;
  return { kind: 'service', sdk: sdk !== undefined, service: name, action, pattern: patternOf(pattern) };
}

const patternOf = (text: string): Pattern =>
  text === 'sync' || text === 'sync:2' || text === 'waitForTaskToken' ? text : 'request';

/**
 * The name in what a function may be called by: a name, a whole ARN or a part of one, with or without a version.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function functionName(reference: string): string {
  const [, inArn] = /:?function:([^:]+)/.exec(reference) ?? [];
  const [name = ''] = (inArn ?? reference).split(':');
  return name;
}
