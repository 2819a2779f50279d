import { z } from 'zod';
import { type JsonObject, json } from '../../json.ts';
import type { Executions } from '../executions.ts';
import type { Operations } from '../json-server.ts';
import { includedData, page, paging, seconds } from '../request.ts';
import type { StateMachine } from '../state-machine.ts';

/** What can be done with state machines. */
export const machineOperations = (executions: Executions): Operations => ({
  CreateStateMachine: async (request) => {
    const asked = createRequest.parse(request);
    await executions.machines.demand(asked.definition, asked.type);
    const { arn, createdAt } = executions.machines.create(asked);
    return { stateMachineArn: arn, creationDate: seconds(createdAt) };
  },
  UpdateStateMachine: async (request) => {
    const { stateMachineArn, ...change } = updateRequest.parse(request);
    const { type } = executions.machines.find(stateMachineArn);
    if (change.definition !== undefined) await executions.machines.demand(change.definition, type);
    const { updatedAt, revisionId } = executions.machines.update(stateMachineArn, change);
    return { updateDate: seconds(updatedAt), revisionId };
  },
  DeleteStateMachine: (request) => {
    executions.deleteMachine(arnRequest.parse(request).stateMachineArn);
    return {};
  },
  DescribeStateMachine: (request) => {
    const { stateMachineArn, includedData } = describeRequest.parse(request);
    const machine = executions.machines.findLabelled(stateMachineArn);
    const status = executions.machines.isDeleting(stateMachineArn) ? 'DELETING' : 'ACTIVE';
    const { type, createdAt, label } = machine;
    const about = { status, type, creationDate: seconds(createdAt), ...(label !== undefined && { label }) };
    return { ...described(machine, includedData), ...about };
  },
  DescribeStateMachineForExecution: (request) => {
    const { executionArn, includedData } = forExecutionRequest.parse(request);
    const machine = executions.machineOf(executionArn);
    const { mapRun } = executions.find(executionArn);
    return {
      ...described(machine, includedData),
      updateDate: seconds(machine.updatedAt),
      ...(mapRun && { mapRunArn: mapRun.arn, label: machine.label }),
    };
  },
  ListStateMachines: (request) => {
    const machines = executions.machines.list().map(({ arn, name, type, createdAt }) => ({
      stateMachineArn: arn,
      name,
      type,
      creationDate: seconds(createdAt),
    }));
    return page(machines, 'stateMachines', z.object(paging).parse(request));
  },
  ValidateStateMachineDefinition: async (request) => {
    const { definition, type, maxResults } = validateRequest.parse(request);
    const diagnostics = await diagnosticsOf(definition, type, executions);
    const most = maxResults || 100;
    return {
      result: diagnostics.length > 0 ? 'FAIL' : 'OK',
      diagnostics: diagnostics.slice(0, most),
      truncated: diagnostics.length > most,
    };
  },
});

const type = z.enum(['STANDARD', 'EXPRESS']);
const settings = z.record(z.string(), json).transform((said): JsonObject => said);
/** What cannot be had here is refused where it is asked for. */
const unpublished = {
  publish: z.literal(false, 'versions are not kept here').optional(),
  versionDescription: z.undefined('versions are not kept here').optional(),
};
const configuration = {
  loggingConfiguration: settings.optional(),
  tracingConfiguration: settings.optional(),
};
const stripped = ({ publish: _never, versionDescription: _none, ...rest }: z.infer<typeof created>) => rest;
const created = z.object({
  name: z.string(),
  definition: z.string(),
  roleArn: z.string(),
  type: type.default('STANDARD'),
  ...configuration,
  ...unpublished,
});
const createRequest = created.transform(stripped);
const arnRequest = z.object({ stateMachineArn: z.string() });
const updateRequest = arnRequest
  .extend({ definition: z.string().optional(), roleArn: z.string().optional(), ...configuration, ...unpublished })
  .transform(({ publish: _never, versionDescription: _none, ...rest }) => rest);
const describeRequest = arnRequest.extend({ includedData });
const forExecutionRequest = z.object({ executionArn: z.string(), includedData });
const validateRequest = z.object({
  definition: z.string(),
  type: type.default('STANDARD'),
  maxResults: z.int().min(0).max(100).default(0),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
const described = (machine: StateMachine, included: z.infer<typeof includedData>) => ({
  stateMachineArn: machine.arn,
  name: machine.name,
  definition: included === 'ALL_DATA' ? machine.definition : '{}',
  roleArn: machine.roleArn,
  loggingConfiguration: machine.loggingConfiguration,
  tracingConfiguration: machine.tracingConfiguration,
  encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  revisionId: machine.revisionId,
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
async function diagnosticsOf(definition: string, as: z.infer<typeof type>, { machines }: Executions) {
  const error = (code: string, message: string) => ({ severity: 'ERROR', code, message });
  const read = json.safeParse(parsed(definition));
  if (!read.success) return [error('INVALID_JSON_DESCRIPTION', 'The definition is not JSON')];
  const problems = await machines.problemsIn(read.data, as);
  return problems.map((one) => error('SCHEMA_VALIDATION_FAILED', one));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
