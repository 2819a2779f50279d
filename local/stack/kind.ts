import { account, region } from '../aws.ts';
import type { Alarm } from '../services/cloudwatch.ts';
import type { Project } from '../services/codebuild/codebuild.ts';
import type { Container } from '../services/ecs.ts';
import type { FirstFunction } from '../services/lambda/function.ts';
import type { JsonObject } from '../states/json.ts';
import type { Bus } from './bus.ts';
import type { Made } from './intrinsics.ts';

/** What resources say and services of this machine look up, by the names that they have there. */
export interface Said {
  /** By the families of their definitions. */
  readonly containers: Record<string, Container>;
  readonly functions: Record<string, FirstFunction>;
  readonly projects: Record<string, Project>;
  readonly alarms: Record<string, Alarm>;
}

/** What a resource is made with. */
export interface Making extends Said {
  /** Where `serverless.yml` stands. */
  readonly folder: string;
  /** What the resource says beside its properties. */
  readonly metadata: JsonObject;
  /** A name for what the template gives none. */
  readonly named: (id: string) => string;
  /** Asks the API of a service of this machine. */
  readonly ask: (api: string, action: string, input: JsonObject) => Promise<JsonObject>;
  readonly bus: Bus;
}

/** A kind of resource that is there on this machine too. */
export interface Kind {
  /** The services that it needs, by the names of their SDK clients. */
  readonly needs: readonly string[];
  readonly make: (id: string, properties: JsonObject, making: Making) => Promise<Made>;
}

export const arnOf = (service: string, name: string) => `arn:aws:${service}:${region}:${account}:${name}`;
