/** Adds to a service what a pipeline that is distributed needs beside the rest; see deployment.ts. */
function addDistributed({ functions, resources }, { definition, resources: added, lifecycle, machine, ...granted }) {
  Object.assign(resources.Resources, added);
  const { StateMachine, Bucket } = resources.Resources;
  const { Properties, Metadata = {} } = StateMachine;
  Properties.Definition = definition;
  const substitutions = { Bucket: { Ref: 'Bucket' }, WorkGroup: { Ref: 'AthenaWorkGroup' } };
  Properties.DefinitionSubstitutions = { ...Properties.DefinitionSubstitutions, ...substitutions };
  StateMachine.Metadata = { ...Metadata, permissions: [...(Metadata.permissions ?? []), ...machine] };
  Bucket.Properties.LifecycleConfiguration.Rules.push(lifecycle);
  grant(functions.preprocess, granted.preprocess);
  grant(functions.aggregate, granted.aggregate);
  grant(functions.notify, granted.notify);
}

/** Keys of the bucket, and variables, beside those of its function.yml. */
function grant(properties, { reads, writes, environment = {} }) {
  properties.reads = [...(properties.reads ?? []), ...reads];
  properties.writes = [...(properties.writes ?? []), ...writes];
  properties.environment = { ...properties.environment, ...environment };
}

module.exports = { addDistributed };
