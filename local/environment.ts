import { devNull } from 'node:os';
import { region } from './aws.ts';

/** What the SDK needs to know in a process that shall see nothing of this machine's own profiles. */
export const settings: Readonly<Record<string, string>> = {
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** Has this process see these settings alone: a profile or an endpoint of this machine's own must not be reached. */
export function setEnvironment(environment: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, { ...settings, ...environment });
}

/** What tells the SDK where services answer, by the names of its clients. */
export const endpointVariables = (endpoints: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(endpoints).map(([name, url]) => [
      `AWS_ENDPOINT_URL_${name.toUpperCase().replaceAll('-', '_')}`,
      url,
    ]),
  );
