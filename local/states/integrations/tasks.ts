import type { Clock } from '../clock.ts';
import { runtimeError } from '../failure.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { World } from '../world.ts';
import { type Api, ApiError, type Apis } from './api.ts';
import type { Integration, Job, Pattern } from './integration.ts';
import { callFunction, type Functions, invokeFunction } from './lambda.ts';
import type { Timestamps } from './members.ts';
import { refusedBy, refusedBySdk } from './refused.ts';
import { resourceOf } from './resource.ts';
import { clientOf, integrationOf } from './services.ts';

/** What can be called, and how time goes while a job is under way. */
export interface Callable {
  readonly functions: Functions;
  readonly apis: Apis;
  readonly clock: Clock;
  readonly uuid: () => string;
}

type Call = Parameters<World['tasks']>[0];

/** Does the calls of Task states: functions in this process, services through their SDK clients. */
export const tasksOn =
  (callable: Callable): World['tasks'] =>
  async (call) => {
    const resource = resourceOf(call.resource);
    if (resource?.kind === 'function') return callFunction(callable.functions, resource.name, call.input);
    if (resource?.kind !== 'service') throw notThere(call.resource);
    const { sdk, service, action, pattern } = resource;
    if (sdk) return askSdk(service, action, call, callable);
    if (service === 'lambda') return invokeFunction(callable.functions, call.input);
    const integration = integrationOf(service);
    if (!integration) throw notThere(call.resource);
    return ask({ integration, action, pattern }, call, callable);
  };

const notThere = (resource: string) => runtimeError(`The resource '${resource}' is not there`);

/** As Java writes a time, and as Step Functions tells it of the services that it knows by itself. */
const milliseconds: Timestamps = (date) => date.getTime();
const iso: Timestamps = (date) => date.toISOString();

async function askSdk(service: string, action: string, { input, signal }: Call, { apis }: Callable): Promise<Json> {
  const client = clientOf(service, apis);
  if (client === undefined) throw notThere(`aws-sdk:${service}`);
  const api = await apis.open(client);
  const asked = isObject(input) ? input : {};
  try {
    return (await api.call(action, asked, { times: iso, signal })).output;
  } catch (error) {
    throw error instanceof ApiError ? refusedBySdk(api.serviceId, error) : error;
  }
}

interface Asked {
  readonly integration: Integration;
  readonly action: string;
  readonly pattern: Pattern;
}

async function ask({ integration, action, pattern }: Asked, call: Call, callable: Callable): Promise<Json> {
  const { asked, refused, bare, job } = integration.actions[action] ?? {};
  const waits = job !== undefined && pattern.startsWith('sync');
  const api = await callable.apis.open(integration.api);
  const input = isObject(call.input) ? call.input : {};
  try {
    const before = call.given?.answer;
    if (waits && isObject(before)) return await ending({ api, job, pattern, started: before }, call, callable);
    const { output, http } = await api.call(action, asked?.(input, callable.uuid) ?? input, {
      times: milliseconds,
      signal: call.signal,
    });
    refused?.(output);
    const told = bare ? output : { ...output, ...http };
    if (!waits) return told;
    call.submitted(told);
    return await ending({ api, job, pattern, started: output }, call, callable);
  } catch (error) {
    throw error instanceof ApiError ? refusedBy(integration, error) : error;
  }
}

/** Between two looks at a job. */
const lookEvery = 100;

interface Started {
  readonly api: Api;
  readonly job: Job;
  readonly pattern: Pattern;
  readonly started: JsonObject;
}

/** What a job comes to; where nobody waits for it any more, it is stopped. */
async function ending({ api, job, pattern, started }: Started, { signal }: Call, { clock }: Callable): Promise<Json> {
  const { action, input } = job.look(started);
  try {
    for (;;) {
      const { output } = await api.call(action, input, { times: milliseconds, signal });
      const ended = job.ended(output, pattern);
      if (ended !== undefined) return ended;
      await clock.sleep(lookEvery, signal);
    }
  } catch (error) {
    if (signal.aborted) await stop(api, job.stop(started));
    throw error;
  }
}

async function stop(api: Api, { action, input }: ReturnType<Job['stop']>): Promise<void> {
  try {
    await api.call(action, input, { times: milliseconds, signal: new AbortController().signal });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // it may have ended by itself
  }
}
