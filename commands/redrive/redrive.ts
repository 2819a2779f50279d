import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { insteadOfRedrive } from '../../functions/notify/advice.ts';
import type { OnStage } from '../door/command.ts';
import { doneWith, waiting } from '../site/again.ts';
import { arnOf } from '../site/executions.ts';
import { knownRun } from '../site/known.ts';

/** Until Step Functions tells everybody that it runs again. */
const beginsInSeconds = 5;

/** `redrive <run>` */
export const redrive: OnStage = {
  does: 'lets a run that failed go on in the state that failed',
  about: '<run>',
  takes: [],
  here: 'On this machine npm start makes a run again that failed.',
  async onStage({ about }, stage, screen) {
    const { run, result, execution } = await knownRun(stage, about);
    if (result !== 'failed') throw new Error(`${run} has not failed, so nothing of it is left to do: it is ${result}.`);
    const advice = insteadOfRedrive(execution?.error);
    if (advice) throw new Error(`To go on would end again in ${execution?.error}. ${advice}`);
    const executionArn = arnOf(run, stage.outputs.StateMachineArn);
    await stage.sfn.send(new RedriveExecutionCommand({ executionArn }));
    await stage.pause(beginsInSeconds);
    return doneWith(await waiting(run, screen, () => stage.endingOf(run)));
  },
};
