import { z } from 'zod';
import type { Activity } from '../activities.ts';
import type { Executions } from '../executions.ts';
import type { Operations } from '../json-server.ts';
import { page, paging, seconds } from '../request.ts';

/** What can be done with activities. */
export const activityOperations = ({ activities }: Executions): Operations => ({
  CreateActivity: (request) => {
    const { name: _name, ...made } = described(activities.create(nameRequest.parse(request).name));
    return made;
  },
  DeleteActivity: (request) => {
    activities.delete(arnRequest.parse(request).activityArn);
    return {};
  },
  DescribeActivity: (request) => described(activities.find(arnRequest.parse(request).activityArn)),
  ListActivities: (request) => page(activities.list().map(described), 'activities', z.object(paging).parse(request)),
  GetActivityTask: async (request, signal) => {
    const { activityArn, workerName } = pollRequest.parse(request);
    const work = await activities.poll(activityArn, workerName, signal);
    return work ? { taskToken: work.token, input: JSON.stringify(work.input) } : {};
  },
});

const nameRequest = z.object({ name: z.string() });
const arnRequest = z.object({ activityArn: z.string() });
const pollRequest = arnRequest.extend({ workerName: z.string().min(1).max(80).optional() });

const described = ({ arn, name, createdAt }: Activity) => ({
  activityArn: arn,
  name,
  creationDate: seconds(createdAt),
});
