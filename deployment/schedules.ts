import type { Opening } from './openings.ts';
import { ofThisAccount, role } from './roles.cjs';
import type { Resources } from './template.ts';

/** The openings as schedules that write to the queue of start, and the one role that lets them; nothing where there are none. */
export function schedulesOf(openings: readonly Opening[], timeZone: string): Resources {
  const schedules = openings.map(({ after, expression, message }) => [
    `OpeningAfter${after}`,
    {
      Type: 'AWS::Scheduler::Schedule',
      DependsOn: 'StartLambdaFunction', // whoever hears it is there, and the role is known all over IAM
      Properties: {
        Description: `Opens a batch ${after} seconds after its end`,
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: timeZone,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: queue,
          RoleArn: { 'Fn::GetAtt': ['OpeningsRole', 'Arn'] },
          Input: message,
          // The most there is of both; after it the message goes to the dead letters.
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: deadLetters },
        },
      },
    },
  ]);
  return schedules.length > 0 ? { ...Object.fromEntries(schedules), OpeningsRole: openingsRole } : {};
}

const queue = { 'Fn::GetAtt': ['UploadsQueue', 'Arn'] };
const deadLetters = { 'Fn::GetAtt': ['DeadLetters', 'Arn'] };

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
const openingsRole = role('scheduler', [{ Action: 'sqs:SendMessage', Resource: [queue, deadLetters] }], ofThisAccount);
