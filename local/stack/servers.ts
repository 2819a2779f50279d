import type { Server } from 'node:http';
import { region } from '../aws.ts';
import { endpointVariables, settings } from '../environment.ts';
import { listenOnLoopback } from '../loopback.ts';
import { cloudWatch } from '../services/cloudwatch.ts';
import { codeBuild } from '../services/codebuild/codebuild.ts';
import { startDynamodb } from '../services/dynamodb.ts';
import { ecs } from '../services/ecs.ts';
import { eventBridge } from '../services/eventbridge.ts';
import { startFauxqs } from '../services/fauxqs.ts';
import { lambda } from '../services/lambda/lambda.ts';
import { secretsManager } from '../services/secrets-manager.ts';
import { type Email, ses } from '../services/ses.ts';
import { zipsAt } from '../services/zips.ts';
import type { Bus } from './bus.ts';
import type { Said } from './kind.ts';

interface ServersOptions {
  readonly said: Said;
  readonly now: () => Date;
  readonly bus: Pick<Bus, 'hearEvent' | 'hearUpload'>;
  readonly hearEmail?: (email: Email) => void;
  readonly hearContainer?: (container: string, line: string) => void;
}

interface Servers {
  /** By the names of the SDK clients; more can be added. */
  readonly endpoints: Record<string, string>;
  /** Has one listen for as long as the others. */
  listen(server: Server): Promise<string>;
  /** Has something stop before them. */
  stopFirst(stop: () => Promise<void>): void;
  stop(): Promise<void>;
}

/** Starts the services that are needed, by the names of their SDK clients, and EventBridge. */
export async function startServers(needed: ReadonlySet<string>, options: ServersOptions): Promise<Servers> {
  const endpoints: Record<string, string> = {};
  const closing: (() => Promise<void>)[] = [];
  const listen = async (server: Server) => {
    const { url, close } = await listenOnLoopback(server);
    closing.push(close);
    return url;
  };
  if (['s3', 'sqs', 'sns'].some((one) => needed.has(one))) {
    const { endpoint, stop } = await startFauxqs(region, options.bus.hearUpload);
    closing.push(stop);
    Object.assign(endpoints, { s3: endpoint, sqs: endpoint, sns: endpoint });
  }
  if (needed.has('dynamodb')) {
    const { endpoint, stop } = await startDynamodb();
    closing.push(stop);
    endpoints.dynamodb = endpoint;
  }
  if (needed.has('secrets-manager')) endpoints['secrets-manager'] = await listen(secretsManager());
  if (needed.has('sesv2')) endpoints.sesv2 = await listen(ses((email) => options.hearEmail?.(email)));
  if (needed.has('ecs')) {
    const containers = ecs({
      definitions: options.said.containers,
      // Those that are there when a task begins.
      get environment() {
        return { ...settings, ...endpointVariables(endpoints) };
      },
      hear: (name, line) => options.hearContainer?.(name, line),
    });
    closing.push(containers.stop);
    endpoints.ecs = await listen(containers.server);
  }
  if (needed.has('codebuild')) {
    const builds = codeBuild({
      projects: options.said.projects,
      zips: zipsAt(endpoints.s3 ?? ''),
      environment: { ...settings, ...endpointVariables(endpoints) },
      hear: (project, line) => options.hearContainer?.(project, line),
    });
    closing.push(builds.stop);
    endpoints.codebuild = await listen(builds.server);
  }
  const { server: watching, count } = cloudWatch({ alarms: options.said.alarms, now: options.now });
  if (needed.has('cloudwatch')) endpoints.cloudwatch = await listen(watching);
  if (needed.has('lambda')) {
    const { functions } = options.said;
    const deployed = lambda({ functions, zips: zipsAt(endpoints.s3 ?? ''), random: Math.random, count });
    closing.push(deployed.stop);
    endpoints.lambda = await listen(deployed.server);
  }
  endpoints.eventbridge = await listen(eventBridge(options.bus.hearEvent));
  return {
    endpoints,
    listen,
    stopFirst: (stop) => void closing.push(stop),
    stop: async () => {
      for (const close of closing.reverse()) await close();
    },
  };
}
