import type { Machine, TaskState } from '../definition.ts';
import { isObject, type JsonObject } from '../json.ts';
import { isTask, statesOf } from '../walk.ts';
import type { Pattern } from './integration.ts';
import { unknownMembers } from './members.ts';
import { type Resource, resourceOf } from './resource.ts';
import { clientOf, integrationOf, integrations } from './services.ts';
import type { Callable } from './tasks.ts';

type Service = Extract<Resource, { kind: 'service' }>;

/** A sentence for each call of a machine that cannot be done here, with what could be done instead. */
export async function callProblems(machine: Machine, callable: Callable): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, state } of [...statesOf(machine)].filter(isTask)) {
    const said = await taskProblem(state, callable);
    if (said !== undefined) problems.push(`state ${name} calls ${said}`);
  }
  return problems;
}

async function taskProblem(state: TaskState, callable: Callable): Promise<string | undefined> {
  const resource = resourceOf(state.Resource);
  const [parameters] = [state.Arguments, state.Parameters].filter(isObject);
  switch (resource?.kind) {
    case 'function':
      return functionProblem(resource.name, callable);
    case 'activity':
      return undefined;
    case 'service':
      return resource.sdk
        ? sdkProblem(state.Resource, resource, { parameters, callable })
        : serviceProblem(state.Resource, resource, { parameters, callable });
    default:
      return `${state.Resource}, which names nothing that Step Functions calls: ${knownHere(callable)}`;
  }
}

const functionProblem = (name: string, { functions }: Callable) =>
  Object.hasOwn(functions, name)
    ? undefined
    : `the function ${name}, which is not there: there are ${Object.keys(functions).join(', ') || 'none'}`;

interface About {
  readonly parameters: JsonObject | undefined;
  readonly callable: Callable;
}

async function serviceProblem(
  called: string,
  { service, action, pattern }: Service,
  about: About,
): Promise<string | undefined> {
  const { callable } = about;
  if (service === 'lambda' && action === 'invoke') return patternProblem(called, pattern, ofLambda);
  const integration = integrationOf(service);
  const its = integration?.actions[action];
  if (!integration || !its) return `${called}, which is not known here: ${knownHere(callable)}`;
  const wrong = patternProblem(called, pattern, its.patterns);
  return wrong ?? apiProblem(called, { client: integration.api, action }, about);
}

const ofLambda: readonly Pattern[] = ['request', 'waitForTaskToken'];

async function sdkProblem(
  called: string,
  { service, action, pattern }: Service,
  about: About,
): Promise<string | undefined> {
  const client = clientOf(service, about.callable.apis);
  if (client === undefined) {
    return `${called}, but no ${service} runs here: ${about.callable.apis.names.join(', ') || 'nothing'} does`;
  }
  const wrong = patternProblem(called, pattern, ['request', 'waitForTaskToken']);
  return wrong ?? apiProblem(called, { client, action }, about);
}

const patternProblem = (called: string, pattern: Pattern, patterns: readonly Pattern[]) =>
  patterns.includes(pattern) ? undefined : `${called}, which cannot be asked for .${pattern}`;

async function apiProblem(
  called: string,
  { client, action }: { client: string; action: string },
  { parameters, callable: { apis } }: About,
): Promise<string | undefined> {
  if (!apis.names.includes(client)) {
    return `${called}, but no ${client} runs here: ${apis.names.join(', ') || 'nothing'} does`;
  }
  const api = await apis.find(client);
  if (!api) return `${called}, for which its client is missing: npm install --save-dev @aws-sdk/client-${client}`;
  const input = api.input(action);
  if (!input) return `${called}, but ${api.serviceId} has no action ${action}`;
  const names = Object.fromEntries(
    Object.entries(parameters ?? {}).map(([key, one]) => [key.replace(/\.\$$/, ''), one]),
  );
  const [unknown] = unknownMembers(input, names);
  return unknown === undefined ? undefined : `${called} with ${unknown}, which it does not take`;
}

const knownHere = ({ apis }: Callable) => {
  const own = integrations.flatMap(({ service, api, actions }) =>
    apis.names.includes(api) ? Object.keys(actions).map((action) => `${service}:${action}`) : [],
  );
  const sdk = apis.names.map((name) => `aws-sdk:${name.replaceAll('-', '')}:<action>`);
  return `arn:aws:states:::… of ${['lambda:invoke', ...own, ...sdk].join(', ')} can be called`;
};
