import type { PulledOrigin } from '../functions/core/origin.ts';
import type { Pipeline } from '../functions/core/pipeline.ts';
import type { Statement } from './template.ts';

/** What the origins of these sources need beside the bucket, and no more. `databaseUsers` may log in by IAM. */
export function permissionsOf(sources: Pipeline['sources'], databaseUsers: readonly string[]): Statement[] {
  const wanted = sources.flatMap(({ origin }) => (origin.kind === 'upload' ? [] : neededBy(origin, databaseUsers)));
  return [...new Set(wanted.map(({ action }) => action))].map((Action) => ({
    Action,
    Resource: [...new Set(wanted.flatMap(({ action, resource }) => (action === Action ? [resource] : [])))].map(
      (arn) => ({ 'Fn::Sub': arn }),
    ),
  }));
}

/** An action on one resource; `${…}` in it is for CloudFormation to put in. */
interface Need {
  readonly action: string;
  readonly resource: string;
}

function neededBy(origin: PulledOrigin, databaseUsers: readonly string[]): Need[] {
  switch (origin.kind) {
    case 'postgres': {
      const users = origin.login === 'iam' ? databaseUsers : [];
      const connect = users.map((user) => ({ action: 'rds-db:connect', resource: arnOf('rds-db', `dbuser:${user}`) }));
      return [secret(origin.secret), ...connect];
    }
    case 'dynamodb': {
      const table = arnOf('dynamodb', origin.table, 'table/');
      const { index } = origin.window ?? {};
      const share = typeof origin.capacity === 'object' ? [{ action: 'dynamodb:DescribeTable', resource: table }] : [];
      if (!origin.window) return [{ action: 'dynamodb:Scan', resource: table }, ...share];
      const queried = index === undefined ? table : `${table}/index/${index}`;
      return [{ action: 'dynamodb:Query', resource: queried }, ...share];
    }
    case 'http':
      return origin.secret ? [secret(origin.secret.name)] : [];
  }
}

/** Secrets Manager ends a secret's ARN with six characters of its own. */
const secret = (name: string): Need => ({
  action: 'secretsmanager:GetSecretValue',
  resource: name.startsWith('arn:') ? name : arnOf('secretsmanager', `secret:${name}-??????`),
});

/** The ARN in the stack's own account and region of what is named; an ARN stays as it is. */
const arnOf = (service: string, name: string, kind = '') =>
  name.startsWith('arn:')
    ? name
    : `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${kind}${name}`;
