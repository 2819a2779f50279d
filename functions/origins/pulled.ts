import { type Duration, seconds } from '../core/duration.ts';
import type { Window } from '../core/window.ts';

/** An action on one resource that `ingest` must be allowed; `${…}` in the ARN is for CloudFormation to put in. */
export interface Need {
  readonly action: string;
  readonly resource: string;
}

/** What a stage says of the databases that it reads. */
export interface Stage {
  /** The users that may log in by IAM, as `<resource id>/<user>`. */
  readonly databaseUsers: readonly string[];
}

/** What every origin that is pulled says, whatever its kind. */
export interface Pulled {
  readonly kind: string;
  /** After the end of the batch, before it is read, so that late commits arrive. None unless told. */
  readonly settle: Duration;
  /** What a person calls a place of its kind. */
  readonly title: string;
  /** What kind of place it is and where, for people; it holds nothing secret. */
  readonly place: string;
  /** Whether it is asked for a window of time; else it is a full list, as it is when it is asked. */
  readonly windowed: boolean;
  /** Whether a column that no row has may yet be there in other rows of the place. */
  readonly sparse?: true;
  /** What `ingest` must be allowed to read it, and no more. */
  readonly needs?: (stage: Stage) => readonly Need[];
}

/** Of `settle`, unless told. */
export const atOnce = seconds(0);

/** From when on a pulled origin says all of a window. */
export const settledAt = ({ settle }: Pick<Pulled, 'settle'>, { to }: Window): Date =>
  new Date(Date.parse(to) + settle.seconds * 1000);

/** Secrets Manager ends a secret's ARN with six characters of its own. */
export const secretNeed = (name: string): Need => ({
  action: 'secretsmanager:GetSecretValue',
  resource: name.startsWith('arn:') ? name : arnOf('secretsmanager', `secret:${name}-??????`),
});

/** The ARN in the stack's own account and region of what is named; an ARN stays as it is. */
export const arnOf = (service: string, name: string, kind = '') =>
  name.startsWith('arn:')
    ? name
    : `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${kind}${name}`;
