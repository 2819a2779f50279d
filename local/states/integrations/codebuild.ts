import { z } from 'zod';
import { Failure } from '../failure.ts';
import { json } from '../json.ts';
import type { Integration, Job } from './integration.ts';

const started = z.object({ Build: z.object({ Id: z.string() }) });
const seenBuilds = z.object({ Builds: z.tuple([z.object({ BuildStatus: z.string() }).catchall(json)]) });

const build: Job = {
  look: (answer) => ({ action: 'batchGetBuilds', input: { Ids: [started.parse(answer).Build.Id] } }),
  ended: (seen) => {
    const [Build] = seenBuilds.parse(seen).Builds;
    if (Build.BuildStatus === 'IN_PROGRESS') return undefined;
    if (Build.BuildStatus !== 'SUCCEEDED') throw new Failure('States.TaskFailed', JSON.stringify({ Build }));
    return { Build };
  },
  stop: (answer) => ({ action: 'stopBuild', input: { Id: started.parse(answer).Build.Id } }),
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html */
export const codebuild: Integration = {
  service: 'codebuild',
  api: 'codebuild',
  errors: { prefix: 'CodeBuild', service: 'AWSCodeBuild', other: 'AWSCodeBuildException' },
  actions: {
    startBuild: { patterns: ['request', 'sync'], job: build },
    stopBuild: { patterns: ['request'] },
    batchDeleteBuilds: { patterns: ['request'] },
    batchGetReports: { patterns: ['request'] },
  },
};
