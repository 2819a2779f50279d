/** Adds to a service what a pipeline that is distributed needs beside the rest; see deployment.ts. */
function addDistributed({ functions, resources }, { definition, preprocess, machine, lifecycle }) {
  const { StateMachine, Bucket } = resources.Resources;
  StateMachine.Properties.Definition = definition;
  StateMachine.Properties.DefinitionSubstitutions = {
    ...StateMachine.Properties.DefinitionSubstitutions,
    Bucket: { Ref: 'Bucket' },
  };
  const { permissions = [] } = StateMachine.Metadata ?? {};
  StateMachine.Metadata = { ...StateMachine.Metadata, permissions: [...permissions, ...machine] };
  Bucket.Properties.LifecycleConfiguration.Rules.push(lifecycle);
  grant(functions.preprocess, preprocess);
}

/** Keys of the bucket, beside those of its function.yml. */
function grant(properties, { reads, writes }) {
  properties.reads = [...properties.reads, ...reads];
  properties.writes = [...properties.writes, ...writes];
}

module.exports = { addDistributed };
