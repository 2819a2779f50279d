import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { z } from 'zod';
import { account, region } from '../../aws.ts';
import { jsonServer } from '../../states/service/json-server.ts';
import { Refusal } from '../../states/service/refusal.ts';
import type { Zips } from '../zips.ts';
import { build, type Outcome } from './build.ts';

/** Where a project's artifacts go: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectArtifacts.html */
interface Artifacts {
  readonly location: string;
  readonly path: string;
  readonly name: string;
  readonly namespaceType: 'NONE' | 'BUILD_ID';
}

/** A project, whose sources are zips in S3. */
export interface Project {
  readonly source: { readonly location: string; readonly buildspec: string };
  /** Undefined where nothing stays of what is built. */
  readonly artifacts: Artifacts | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

export interface CodeBuildOptions {
  readonly projects: Readonly<Record<string, Project>>;
  readonly zips: Zips;
  /** What every build finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly hear?: (project: string, line: string) => void;
}

const startBuild = z.object({
  projectName: z.string(),
  sourceLocationOverride: z.string().optional(),
  buildspecOverride: z.string().optional(),
  environmentVariablesOverride: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
});
const batchGetBuilds = z.object({ ids: z.array(z.string()).min(1) });
const stopBuild = z.object({ id: z.string() });

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html */
type Build = Omit<Partial<Outcome>, 'status'> & {
  readonly id: string;
  readonly arn: string;
  readonly projectName: string;
  readonly startTime: number;
  readonly source: { readonly type: 'S3'; readonly location: string };
  endTime?: number;
  buildComplete: boolean;
  buildStatus: 'IN_PROGRESS' | 'STOPPED' | Outcome['status'];
};

interface Ran {
  readonly told: Build;
  readonly stop: AbortController;
  ended: Promise<void>;
}

/** CodeBuild on this machine: a build is the very commands of its buildspec, as processes. */
export function codeBuild(options: CodeBuildOptions): { readonly server: Server; stop(): Promise<void> } {
  const ran = new Map<string, Ran>();
  const server = jsonServer('CodeBuild', {
    StartBuild: (request) => {
      const one = started(startBuild.parse(request), options);
      ran.set(one.told.id, one);
      return { build: one.told };
    },
    BatchGetBuilds: (request) => {
      const { ids } = batchGetBuilds.parse(request);
      return {
        builds: ids.flatMap((id) => ran.get(idOf(id))?.told ?? []),
        buildsNotFound: ids.filter((id) => !ran.has(idOf(id))),
      };
    },
    StopBuild: async (request) => {
      const { id } = stopBuild.parse(request);
      const one = ran.get(idOf(id));
      if (!one) throw new Refusal('ResourceNotFoundException', `Build ${id} does not exist`);
      one.stop.abort();
      await one.ended;
      return { build: one.told };
    },
  });
  const stop = async () => {
    for (const one of ran.values()) one.stop.abort();
    await Promise.all([...ran.values()].map(({ ended }) => ended));
  };
  return { server, stop };
}

/** A build is asked for by its id or by its ARN, which ends in it. */
const idOf = (id: string) => id.replace(/^arn:.*:build\//, '');

function started(asked: z.infer<typeof startBuild>, { projects, zips, environment, hear }: CodeBuildOptions): Ran {
  const { projectName } = asked;
  const project = projects[projectName];
  const arn = (kind: string, name: string) => `arn:aws:codebuild:${region}:${account}:${kind}/${name}`;
  if (!project) {
    const message = `Project cannot be found: ${arn('project', projectName)}`;
    throw new Refusal('ResourceNotFoundException', message);
  }
  const id = `${projectName}:${randomUUID()}`;
  const source = asked.sourceLocationOverride ?? project.source.location;
  const told: Build = {
    ...{
      id,
      arn: arn('build', id),
      projectName,
      startTime: Date.now() / 1000,
      source: { type: 'S3', location: source },
    },
    ...{ buildComplete: false, buildStatus: 'IN_PROGRESS' },
  };
  const named = Object.fromEntries(asked.environmentVariablesOverride.map(({ name, value }) => [name, value]));
  const order = {
    source,
    buildspec: asked.buildspecOverride ?? project.source.buildspec,
    artifacts: project.artifacts && placeOf(project.artifacts, id),
    environment: {
      ...environment,
      CODEBUILD_BUILD_ID: id,
      CODEBUILD_BUILD_ARN: told.arn,
      ...project.environment,
      ...named,
    },
  };
  const stop = new AbortController();
  const say = (line: string) => hear?.(projectName, line);
  const ended = follow(told, build(order, { zips, hear: say, signal: stop.signal }));
  return { told, stop, ended };
}

function placeOf({ location, path, name, namespaceType }: Artifacts, id: string): string {
  const [, namespace = ''] = namespaceType === 'BUILD_ID' ? id.split(':') : [];
  return [location, path, namespace, name].filter(Boolean).join('/');
}

/** Tells in a build how it ends. */
async function follow(told: Build, going: Promise<Outcome>): Promise<void> {
  const end = (facts: Partial<Build>) =>
    void Object.assign(told, { endTime: Date.now() / 1000, buildComplete: true, ...facts });
  await going.then(
    ({ status, ...facts }) => end({ buildStatus: status, ...facts }),
    () => end({ buildStatus: 'STOPPED' }),
  );
}
