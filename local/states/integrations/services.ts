import type { Apis } from './api.ts';
import { athena } from './athena.ts';
import { codebuild } from './codebuild.ts';
import { dynamodb } from './dynamodb.ts';
import { ecs } from './ecs.ts';
import { events } from './events.ts';
import { executions } from './executions.ts';
import type { Integration } from './integration.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';

/** What Step Functions knows by itself, functions aside. */
export const integrations: readonly Integration[] = [athena, codebuild, dynamodb, ecs, events, executions, sns, sqs];

export const integrationOf = (service: string): Integration | undefined =>
  integrations.find((one) => one.service === service);

/** The name on npm of the SDK client that `aws-sdk:` means: `secrets-manager` for `secretsmanager`. */
export const clientOf = (service: string, { names }: Apis): string | undefined =>
  names.find((name) => name.replaceAll('-', '') === service);
