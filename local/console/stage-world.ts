import { pictureOf } from '../../commands/diagram/flat.ts';
import { readLines } from '../../commands/logs/logs.ts';
import type { Stage } from '../../commands/site/stage.ts';
import { pipeline } from '../../pipeline/pipeline.ts';
import type { Screen } from '../screen.ts';
import { Changes } from './changes.ts';
import { readBucket } from './live-world.ts';
import { stageStates } from './stage-states.ts';
import type { ConsoleWorld } from './world.ts';

/** Step Functions tells nobody when something happens, so it is asked. */
const lookEveryMilliseconds = 5000;

/** A deployed stage, to look at. */
export function stageWorld(name: string, stage: Stage, screen: Screen): ConsoleWorld {
  const { outputs, sfn, s3, bucket } = stage;
  const changes = new Changes();
  setInterval(() => changes.tell(), lookEveryMilliseconds).unref();
  return {
    about: () => ({
      name: pipeline.name,
      place: `the stage ${name}, to look at`,
      flag: stage.flag,
      inbox: undefined,
      problems: [],
      notices: [],
    }),
    states: stageStates(outputs.StateMachineArn, sfn),
    bucket: readBucket(s3, outputs.BucketName, bucket),
    logs: async (run) => {
      const { startedAt, endedAt } = (await stage.execution(run)) ?? {};
      const now = stage.now().toISOString();
      return startedAt === undefined ? [] : readLines({ run, began: startedAt, ended: endedAt ?? now }, stage, screen);
    },
    picture: pictureOf,
    actions: undefined,
    changes,
  };
}
