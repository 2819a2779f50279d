const { capital, machineRole } = require('./roles.cjs');

const machineType = 'AWS::StepFunctions::StateMachine';
const arnOf = (name) => `${capital(name)}FunctionArn`;

const machinesOf = ({ resources }) =>
  Object.entries(resources.Resources).filter(([, { Type }]) => Type === machineType);

/** The functions that a state machine calls: by `${IngestFunctionArn}`. */
function calledBy(machine, { functions }) {
  const text = JSON.stringify(machine);
  return Object.entries(functions).filter(([name]) => text.includes(`\${${arnOf(name)}}`));
}

/**
 * Gives every state machine of a service a role of its own, which may call the functions that it names, and do what
 * `permissions` in its Metadata says; they are statements of IAM.
 */
function addMachineRoles(service) {
  for (const [id, machine] of machinesOf(service)) {
    const { Properties } = machine;
    const called = calledBy(Properties, service);
    for (const [, properties] of called) properties.versionFunction = true;
    // As text, because a template may not hold null, which ResultPath needs.
    Properties.DefinitionString = JSON.stringify(Properties.Definition);
    delete Properties.Definition;
    Properties.RoleArn = { 'Fn::GetAtt': [`${id}Role`, 'Arn'] };
    const { permissions = [], ...metadata } = machine.Metadata ?? {};
    machine.Metadata = metadata;
    const names = called.map(([, properties]) => properties.name);
    service.resources.Resources[`${id}Role`] = machineRole(names, permissions);
  }
}

/** An execution keeps the definition that it began with, and so the versions of the functions that it names. */
function pinVersions(service) {
  for (const [, { Properties }] of machinesOf(service)) {
    const versions = calledBy(Properties, service).map(([name, { versionLogicalId }]) => [
      arnOf(name),
      { Ref: versionLogicalId },
    ]);
    Properties.DefinitionSubstitutions = { ...Properties.DefinitionSubstitutions, ...Object.fromEntries(versions) };
  }
}

module.exports = { addMachineRoles, pinVersions };
