import type { Need } from './calls.ts';
import type { Statement } from './template.ts';

/** One thing that a role may do: an action on one resource, and for ListBucket below one prefix. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly prefix?: string;
}

/** A role's statements, taken apart. */
export const grantsOf = (statements: readonly Statement[]): Grant[] =>
  statements.flatMap(({ Action, Resource, Condition }) =>
    Action.flatMap((action) =>
      Resource.flatMap((resource): Grant[] => {
        const prefixes = Condition?.StringLike['s3:prefix'];
        return prefixes?.map((prefix) => ({ action, resource, prefix })) ?? [{ action, resource }];
      }),
    ),
  );

/** Whether IAM would allow it for this grant: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export const allows = (grant: Grant, need: Need): boolean =>
  grant.action === need.action &&
  matches(grant.resource, need.resource) &&
  (grant.prefix === undefined || matches(grant.prefix, need.prefix ?? ''));

const matches = (pattern: string, value: string) =>
  new RegExp(`^${literally(pattern).replaceAll('\\*', '.*').replaceAll('\\?', '.')}$`, 's').test(value);

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
