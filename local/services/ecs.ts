import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { account, region } from '../aws.ts';
import { isInstalled, notInstalled } from '../program.ts';
import { jsonServer } from '../states/service/json-server.ts';
import { Refusal } from '../states/service/refusal.ts';
import { endsWith } from './process-group.ts';

/** A container of a task definition, whose command is run as a process of this machine. */
export interface Container {
  readonly name: string;
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** What the image has there, on this machine. */
  readonly workingDirectory?: string;
  /** What the image has besides, and this machine needs too. */
  readonly programs?: readonly string[];
}

export interface EcsOptions {
  /** One container each, by the names of the families. */
  readonly definitions: Readonly<Record<string, Container>>;
  /** What every process finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly hear?: (container: string, line: string) => void;
}

const named = z.array(z.object({ name: z.string(), value: z.string() }));
const runTask = z.object({
  cluster: z.string().default('default'),
  taskDefinition: z.string(),
  startedBy: z.string().optional(),
  overrides: z
    .object({
      containerOverrides: z
        .array(z.object({ name: z.string(), command: z.array(z.string()).optional(), environment: named.default([]) }))
        .default([]),
    })
    .default({ containerOverrides: [] }),
});
const describeTasks = z.object({ cluster: z.string().default('default'), tasks: z.array(z.string()) });
const stopTask = z.object({ task: z.string(), reason: z.string().optional() });

/** A task, as the API tells it: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
interface Task {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly startedBy: string | undefined;
  readonly createdAt: number;
  lastStatus: 'RUNNING' | 'STOPPED';
  stoppedAt?: number;
  stopCode?: string;
  stoppedReason?: string;
  containers: { name: string; lastStatus: string; exitCode?: number; reason?: string }[];
}

interface Ran {
  readonly task: Task;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** ECS on this machine: a task is the very command of its container, as a process. */
export function ecs(options: EcsOptions): { readonly server: Server; stop(): Promise<void> } {
  const ran = new Map<string, Ran>();
  const found = (arn: string) => ran.get(arn.split('/').at(-1) ?? '');
  const server = jsonServer('ECS', {
    RunTask: (request) => {
      const id = randomUUID().replaceAll('-', '');
      const one = started(id, runTask.parse(request), options);
      ran.set(id, one);
      return { tasks: [one.task], failures: [] };
    },
    DescribeTasks: (request) => ({
      tasks: describeTasks.parse(request).tasks.flatMap((arn) => found(arn)?.task ?? []),
      failures: [],
    }),
    StopTask: (request) => {
      const { task, reason } = stopTask.parse(request);
      const one = found(task);
      if (!one) throw new Refusal('InvalidParameterException', `The referenced task was not found: ${task}`);
      one.stop.abort(reason ?? 'Task stopped');
      return { task: one.task };
    },
  });
  const stop = async () => {
    for (const one of ran.values()) one.stop.abort('Task stopped');
    await Promise.all([...ran.values()].map(({ ended }) => ended));
  };
  return { server, stop };
}

const arnOf = (kind: string, name: string) => `arn:aws:ecs:${region}:${account}:${kind}/${name}`;
const now = () => Date.now() / 1000;

function started(id: string, asked: z.infer<typeof runTask>, options: EcsOptions): Ran {
  const family = asked.taskDefinition.replace(/^.*task-definition\//, '').replace(/:\d+$/, '');
  const container = options.definitions[family];
  if (!container) throw new Refusal('ClientException', `TaskDefinition not found: ${family}`);
  const cluster = asked.cluster.split('/').at(-1) ?? '';
  const task: Task = {
    taskArn: arnOf('task', `${cluster}/${id}`),
    clusterArn: arnOf('cluster', cluster),
    taskDefinitionArn: arnOf('task-definition', `${family}:1`),
    startedBy: asked.startedBy,
    createdAt: now(),
    lastStatus: 'RUNNING',
    containers: [{ name: container.name, lastStatus: 'RUNNING' }],
  };
  const stop = new AbortController();
  return { task, stop, ended: running(task, processOf(container, asked, options), { stop, hear: options.hear }) };
}

interface Process {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  readonly missing: string | undefined;
}

function processOf(container: Container, asked: z.infer<typeof runTask>, { environment }: EcsOptions): Process {
  const over = asked.overrides.containerOverrides.find(({ name }) => name === container.name);
  const more = Object.fromEntries((over?.environment ?? []).map(({ name, value }) => [name, value]));
  return {
    words: [...container.entryPoint, ...(over?.command ?? container.command)],
    environment: { ...environment, ...container.environment, ...more },
    cwd: container.workingDirectory,
    missing: container.programs?.find((program) => !isInstalled(program)),
  };
}

/** Lets a process run to its end, and tells of it in the task. */
async function running(
  task: Task,
  { words: [program = '', ...words], environment, cwd, missing }: Process,
  { stop, hear }: { readonly stop: AbortController; readonly hear: EcsOptions['hear'] },
): Promise<void> {
  const [{ name } = { name: '' }] = task.containers;
  const end = (facts: Partial<Task>, container: object) => {
    Object.assign(task, { lastStatus: 'STOPPED', stoppedAt: now(), ...facts });
    task.containers = [{ name, lastStatus: 'STOPPED', ...container }];
  };
  const notStarted = (reason: string) => end({ stopCode: 'TaskFailedToStart', stoppedReason: reason }, { reason });
  if (missing !== undefined) return notStarted(notInstalled(missing));
  const child = spawn(program, words, {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, which is ended as a whole
    ...(cwd !== undefined && { cwd }),
  });
  const over = endsWith(stop.signal, child);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => hear?.(name, line));
  }
  try {
    const [code] = z.tuple([z.number().nullable()], z.unknown()).parse(await once(child, 'close'));
    if (stop.signal.aborted)
      end({ stopCode: 'UserInitiated', stoppedReason: String(stop.signal.reason) }, { exitCode: 137 });
    else
      end(
        { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' },
        { exitCode: code ?? 137 },
      );
  } catch (error) {
    notStarted(`${program} cannot be run on this machine: ${error instanceof Error ? error.message : error}`);
  } finally {
    over();
  }
}
