import { Refusal } from './refusal.ts';

/** Whose machines they are, and where. */
export interface Home {
  readonly region: string;
  readonly account: string;
}

/** The ARN of something that Step Functions has: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html */
export const arnIn = ({ region, account }: Home, ...parts: readonly string[]): string =>
  ['arn:aws:states', region, account, ...parts].join(':');

/** Refuses an ARN of anything but the kind that is asked for. */
export function demandArn(arn: string, kind: 'execution' | 'stateMachine' | 'activity' | 'mapRun'): string {
  const [, found] = /^arn:[^:]+:states:[^:]*:[^:]*:([^:]+):./.exec(arn) ?? [];
  if (found === undefined) throw new Refusal('InvalidArn', `Invalid Arn: '${arn}'`);
  if (found !== kind)
    throw new Refusal('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${found}'`);
  return arn;
}

/** Refuses a name that AWS refuses: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export function demandName(name: string): string {
  const wrong =
    name.length === 0 || name.length > 80 || /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(name);
  if (wrong) throw new Refusal('InvalidName', `Invalid Name: '${name}'`);
  return name;
}
