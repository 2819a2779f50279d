import { z } from 'zod';
import { matches } from './wildcard.ts';

const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
export const statementSchema = z.object({
  Effect: z.literal('Allow'),
  Action: list,
  Resource: list,
  Condition: z.strictObject({ StringLike: z.strictObject({ 's3:prefix': z.array(z.string()) }) }).optional(),
});
export type Statement = z.infer<typeof statementSchema>;

/** What IAM is asked for. */
interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly prefix?: string | null;
}

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
export const allows = (grant: Grant, asked: Asked): boolean =>
  grant.action === asked.action &&
  matches(grant.resource, asked.resource) &&
  (grant.prefix === undefined || matches(grant.prefix, asked.prefix ?? ''));

/** One zone of the bucket, by how its keys begin. */
const zone = /^<Bucket\.Arn>\/(incoming|reports|parts|runs\/\*\/[a-z]+)[/.]/;

/** What of S3 reaches further than one zone of the bucket; where the bucket lies tells nothing of what is in it. */
export const outOfZones = (grants: readonly Grant[]): string[] =>
  grants
    .filter(({ action }) => action.startsWith('s3:') && action !== 's3:GetBucketLocation')
    .map(({ resource, prefix }) => (prefix === undefined ? resource : `${resource}/${prefix}`))
    .filter((reached) => !zone.test(reached));
