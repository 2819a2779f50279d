import { ChangeMessageVisibilityCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { created, open } from '../start/world.ts';
import { openWorld, outputs } from './stage.ts';

jest.mock('../../pipeline/pipeline.ts', () => jest.requireActual('../local/shop.ts'));

it('sends what start understands to its queue, and leaves the rest where it is', async () => {
  const world = openWorld();
  const bodies = [
    created('incoming/2013-02/orders/a.csv'),
    created('reports/2013-02/latest.json'),
    open('2013-02'),
    '{"source":"aws.states"}',
    'no JSON',
  ];
  const letters = bodies.map((Body, at) => ({ Body, ReceiptHandle: `r${at}` }));
  world.sqs
    .on(ReceiveMessageCommand, { QueueUrl: outputs.DeadLettersUrl })
    .resolvesOnce({ Messages: letters.slice(0, 3) })
    .resolvesOnce({ Messages: letters.slice(3) })
    .resolves({});
  const { said, json } = await world.run('resend');
  expect(world.sent()).toEqual([bodies[0], bodies[2]].map((body) => JSON.parse(body ?? '')));
  const handles = (calls: { args: [{ input: { ReceiptHandle?: string | undefined } }, ...unknown[]] }[]) =>
    calls.map(({ args: [{ input }] }) => input.ReceiptHandle);
  expect(handles(world.sqs.commandCalls(DeleteMessageCommand))).toEqual(['r0', 'r2']);
  expect(handles(world.sqs.commandCalls(ChangeMessageVisibilityCommand))).toEqual(['r1', 'r3', 'r4']);
  expect(json).toEqual({ sent: [bodies[0], bodies[2]], left: [bodies[1], bodies[3], bodies[4]] });
  expect(said).toMatch(/2 messages sent to start again:.*3 messages left/s);
});

it('says that there is nothing', async () => {
  const world = openWorld();
  world.sqs.on(ReceiveMessageCommand).resolves({});
  expect((await world.run('resend')).said).toContain('0 messages sent to start again.');
});
