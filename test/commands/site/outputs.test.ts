import { refuseOther } from '../../../commands/site/definition.ts';
import { readOutputs } from '../../../commands/site/outputs.ts';

const told = `service: tributary
stage: prod
region: eu-central-1
stack: tributary-prod
functions:
  start: tributary-prod-start (1.2 MB)
Stack Outputs:
  BucketName: tributary-prod-bucket-1x2y
  UploadsQueueUrl: https://sqs.eu-central-1.amazonaws.com/111111111111/uploads
  DeadLettersUrl: https://sqs.eu-central-1.amazonaws.com/111111111111/dead
  StateMachineArn: arn:aws:states:eu-central-1:111111111111:stateMachine:tributary-prod
  Definition: 0123456789abcdef
  TopicArn: arn:aws:sns:eu-central-1:111111111111:topic
`;

it('are read from what serverless tells', () => {
  expect(readOutputs(told)).toEqual({
    BucketName: 'tributary-prod-bucket-1x2y',
    UploadsQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/111111111111/uploads',
    DeadLettersUrl: 'https://sqs.eu-central-1.amazonaws.com/111111111111/dead',
    StateMachineArn: 'arn:aws:states:eu-central-1:111111111111:stateMachine:tributary-prod',
    TopicArn: 'arn:aws:sns:eu-central-1:111111111111:topic',
    Definition: '0123456789abcdef',
  });
});

it('name the address of the site, where the stage has one', () => {
  expect(readOutputs(`${told}  ReportsUrl: https://d1.cloudfront.net\n`).ReportsUrl).toBe('https://d1.cloudfront.net');
});

it('are refused where the stack is older than what needs them', () => {
  expect(() => readOutputs(told.replace(/^ {2}Definition.*\n/m, ''))).toThrow(/no Definition\. Deploy it again/);
});

it('are refused where the stage runs another definition than this folder', () => {
  process.env.PIPELINE_FINGERPRINT = '0123456789abcdef';
  const { Definition: definition } = readOutputs(told);
  expect(() => refuseOther({ definition, flag: ' --stage prod' })).not.toThrow();
  process.env.PIPELINE_FINGERPRINT = 'fedcba9876543210';
  expect(() => refuseOther({ definition, flag: ' --stage prod' })).toThrow(/--stage prod.*another definition/);
});
