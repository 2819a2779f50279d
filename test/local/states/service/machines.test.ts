import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { call, chain, pass } from '../rig.ts';
import { later, serve, served } from './served.ts';

const roleArn = 'arn:aws:iam::000000000000:role/mine';
const definition = JSON.stringify(chain({ Do: pass }));
const other = JSON.stringify(chain({ Do: pass, Again: pass }));

async function created(more: object = {}) {
  const { world, ...asked } = { world: {}, ...more };
  const rig = await serve({ world });
  const create = (said: object = {}) =>
    rig.client.send(new CreateStateMachineCommand({ name: 'mine', definition, roleArn, ...asked, ...said }));
  const { stateMachineArn = '' } = await create();
  const start = (name?: string) => rig.client.send(new StartExecutionCommand({ stateMachineArn, name }));
  return { ...rig, create, start, stateMachineArn };
}

it('makes a machine, which can be described, listed and started', async () => {
  const { client, stateMachineArn, start, executions, told } = await created();
  expect(stateMachineArn).toBe('arn:aws:states:local:000000000000:stateMachine:mine');
  const about = { stateMachineArn, name: 'mine', type: 'STANDARD', creationDate: expect.any(Date) };
  const { $metadata: _, ...described } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  expect(described).toEqual({
    ...about,
    status: 'ACTIVE',
    definition,
    roleArn,
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  });
  expect(await client.send(new ListStateMachinesCommand({}))).toMatchObject({ stateMachines: [about] });
  await start();
  await executions.settled();
  expect(told).toMatchObject([{ stateMachineArn, end: { status: 'SUCCEEDED' } }]);
});

it('lists machines page by page', async () => {
  const { client, create } = await created();
  await create({ name: 'second' });
  const first = await client.send(new ListStateMachinesCommand({ maxResults: 1 }));
  const second = await client.send(new ListStateMachinesCommand({ maxResults: 1, nextToken: first.nextToken }));
  expect([first, second].map(({ stateMachines = [] }) => stateMachines.map(({ name }) => name))).toEqual([
    ['mine'],
    ['second'],
  ]);
  expect(second.nextToken).toBeUndefined();
});

it('keeps the definition to itself where it is asked for the rest', async () => {
  const { client, stateMachineArn } = await created();
  const asked = new DescribeStateMachineCommand({ stateMachineArn, includedData: 'METADATA_ONLY' });
  expect(await client.send(asked)).toMatchObject({ definition: '{}' });
});

it('takes an equal machine for the one that is there, and refuses another of its name', async () => {
  const { create, stateMachineArn } = await created();
  const spaced = JSON.stringify(JSON.parse(definition), null, 2);
  expect(await create({ definition: spaced, roleArn: `${roleArn}2` })).toMatchObject({ stateMachineArn });
  for (const said of [{ definition: other }, { type: 'EXPRESS' }, { tracingConfiguration: { enabled: true } }]) {
    await expect(create(said)).rejects.toMatchObject({ name: 'StateMachineAlreadyExists' });
  }
});

it('refuses a definition that cannot run with a sentence for each fault, and a name that AWS refuses', async () => {
  const { create, client, stateMachineArn } = await created();
  const wrong = JSON.stringify({ StartAt: 'None', States: { Do: { Type: 'Pass', Next: 'Gone' } } });
  const message = expect.stringMatching(/Gone.*; .*None/);
  await expect(create({ name: 'b', definition: wrong })).rejects.toMatchObject({ name: 'InvalidDefinition', message });
  await expect(create({ name: 'b', definition: '{' })).rejects.toMatchObject({ name: 'InvalidDefinition' });
  await expect(create({ name: 'b/c' })).rejects.toMatchObject({ name: 'InvalidName' });
  const update = new UpdateStateMachineCommand({ stateMachineArn, definition: wrong });
  await expect(client.send(update)).rejects.toMatchObject({ name: 'InvalidDefinition' });
});

it('refuses to publish a version, since it keeps none', async () => {
  const { create } = await created();
  await expect(create({ name: 'b', publish: true })).rejects.toThrow('versions are not kept here');
});

it('changes a machine, and lets what is under way go on with what it began with', async () => {
  const { answer, go } = later();
  const before = JSON.stringify(chain({ Do: call }));
  const { client, start, stateMachineArn, executions, told } = await created({
    definition: before,
    world: { tasks: answer },
  });
  const { executionArn } = await start('old');
  const updated = await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: other }));
  expect(updated).toMatchObject({ updateDate: expect.any(Date), revisionId: expect.any(String) });
  expect(await client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
    definition: other,
    roleArn,
    revisionId: updated.revisionId,
  });
  expect(await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }))).toMatchObject({
    stateMachineArn,
    name: 'mine',
    definition: before,
    updateDate: expect.any(Date),
  });
  await go('answered');
  await executions.settled();
  expect(told).toMatchObject([{ end: { output: 'answered' } }]);
});

it('refuses a change that says nothing, and one of a machine that is not there', async () => {
  const { client, stateMachineArn } = await created();
  const update = (said: object) => client.send(new UpdateStateMachineCommand({ stateMachineArn, ...said }));
  await expect(update({})).rejects.toMatchObject({ name: 'MissingRequiredParameter' });
  const none = { stateMachineArn: `${stateMachineArn}2`, roleArn };
  await expect(update(none)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  await expect(update({ stateMachineArn: 'mine', roleArn })).rejects.toMatchObject({ name: 'InvalidArn' });
});

it('takes a machine away when its executions, which it stops, have ended', async () => {
  const { answer, go } = later();
  const { client, create, start, stateMachineArn, executions, told } = await created({
    definition: JSON.stringify(chain({ Do: call })),
    world: { tasks: answer },
  });
  const { executionArn } = await start('a');
  await new Promise((resolve) => setImmediate(resolve));
  await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
  await executions.settled();
  expect(told).toMatchObject([{ end: { status: 'ABORTED' } }]);
  const describe = client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  await expect(describe).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  const execution = client.send(new DescribeExecutionCommand({ executionArn }));
  await expect(execution).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  await create();
  await start('a');
  await go('nobody hears');
  await go('done');
  await executions.settled();
  expect(told).toMatchObject([{}, { name: 'a', end: { status: 'SUCCEEDED' } }]);
});

it('says nothing against taking away what is not there', async () => {
  const { client } = await created();
  const stateMachineArn = 'arn:aws:states:local:000000000000:stateMachine:none';
  await expect(client.send(new DeleteStateMachineCommand({ stateMachineArn }))).resolves.toBeDefined();
});

it('says of a definition what is wrong with it', async () => {
  const { client } = await served();
  const validate = (definition: object) =>
    client.send(new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(definition) }));
  expect(await validate(chain({ Do: pass }))).toMatchObject({ result: 'OK', diagnostics: [] });
  expect(await validate({ StartAt: 'Do', States: {} })).toMatchObject({
    result: 'FAIL',
    diagnostics: [{ severity: 'ERROR', message: expect.stringContaining('StartAt') }],
  });
  const sync = { ...call, Resource: 'arn:aws:states:::glue:startJobRun.sync' };
  const express = { definition: JSON.stringify(chain({ Do: sync })), type: 'EXPRESS' as const };
  expect(await client.send(new ValidateStateMachineDefinitionCommand(express))).toMatchObject({ result: 'FAIL' });
  expect(await client.send(new ValidateStateMachineDefinitionCommand({ definition: '{' }))).toMatchObject({
    diagnostics: [{ code: 'INVALID_JSON_DESCRIPTION' }],
  });
});
