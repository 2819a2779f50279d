import { z } from 'zod';
import { Failure } from '../failure.ts';
import { json } from '../json.ts';
import type { Integration, Job } from './integration.ts';

const task = z.looseObject({
  TaskArn: z.string(),
  ClusterArn: z.string(),
  LastStatus: z.string(),
  StopCode: z.string().optional(),
  Containers: z.array(z.looseObject({ ExitCode: z.number().optional() })).default([]),
});
const tasks = z.object({ Tasks: z.tuple([task.catchall(json)], json) });

const container: Job = {
  look: (answer) => {
    const [{ TaskArn, ClusterArn }] = tasks.parse(answer).Tasks;
    return { action: 'describeTasks', input: { Cluster: ClusterArn, Tasks: [TaskArn] } };
  },
  ended: (seen) => {
    const [ran] = tasks.parse(seen).Tasks;
    if (ran.LastStatus !== 'STOPPED') return undefined;
    const done = ran.Containers.length > 0 && ran.Containers.every(({ ExitCode }) => ExitCode === 0);
    if (!done) throw new Failure('States.TaskFailed', JSON.stringify(ran));
    return json.parse(ran);
  },
  stop: (answer) => {
    const [{ TaskArn, ClusterArn }] = tasks.parse(answer).Tasks;
    return { action: 'stopTask', input: { Cluster: ClusterArn, Task: TaskArn } };
  },
};

const refusal = z.object({ Failures: z.array(json).default([]) });

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html */
export const ecs: Integration = {
  service: 'ecs',
  api: 'ecs',
  errors: { prefix: 'ECS', service: 'AmazonECS', other: 'AmazonECSException' },
  actions: {
    runTask: {
      patterns: ['request', 'sync', 'waitForTaskToken'],
      asked: (input) => ({ StartedBy: 'AWS Step Functions', ...input }),
      refused: (answer) => {
        if (refusal.parse(answer).Failures.length > 0) throw new Failure('AmazonECS.Unknown', JSON.stringify(answer));
      },
      job: container,
    },
  },
};
