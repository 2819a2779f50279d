const { execFileSync, spawnSync } = require('node:child_process');

/**
 * What makes `npx serverless package` and `deploy` enough: builds the code, adds what the definition of the pipeline
 * asks for (schedules, what ingest may read), and gives every function and every state machine a role of its own that
 * may do exactly what their YAML says.
 */
class TributaryPlugin {
  constructor(serverless) {
    this.serverless = serverless;
    this.service = serverless.service;
    const zones = { type: 'array', items: { type: 'string' } };
    serverless.configSchemaHandler.defineFunctionProperties('aws', {
      properties: { reads: zones, writes: zones, permissions: { type: 'array', items: { type: 'object' } } },
    });
    const build = () =>
      execFileSync(process.execPath, ['scripts/run.js', 'bundle', this.service.provider.architecture], {
        stdio: 'inherit',
      });
    this.hooks = {
      initialize: () => {
        if (['package', 'deploy'].includes(serverless.processedInput.commands[0])) this.addDeployment();
        this.addRoles();
      },
      'before:package:createDeploymentArtifacts': build,
      'before:package:function:package': build,
    };
  }

  /** The custom settings are those of the stage; see docs/deploy.md. */
  addDeployment() {
    const { custom, functions, resources } = this.service;
    const stage = JSON.stringify({ ...custom, ingest: functions.ingest.name });
    const asked = ['scripts/run.js', 'deployment', stage];
    const { status, stdout, stderr } = spawnSync(process.execPath, asked, { encoding: 'utf8' });
    if (status !== 0) throw new this.serverless.classes.Error(stderr.trim());
    const { resources: added, ingest, fingerprint } = JSON.parse(stdout);
    Object.assign(resources.Resources, added);
    resources.Outputs.Definition = { Description: 'Fingerprint of pipeline/ as it is deployed', Value: fingerprint };
    const { permissions = [] } = functions.ingest;
    Object.assign(functions.ingest, ingest, { permissions: [...permissions, ...ingest.permissions] });
  }

  addRoles() {
    const { functions, resources } = this.service;
    for (const [name, properties] of Object.entries(functions)) {
      properties.package = { patterns: [`dist/${name}/**`] };
      properties.role = { 'Fn::Sub': `\${${capital(name)}Role.Arn}` };
      resources.Resources[`${capital(name)}Role`] = role('lambda', [...functionStatements(name, properties), tracing]);
    }
    for (const [id, { Type, Properties }] of Object.entries(resources.Resources)) {
      if (Type !== 'AWS::StepFunctions::StateMachine') continue;
      const called = Object.keys(functions).filter((name) => JSON.stringify(Properties).includes(`\${${arnOf(name)}}`));
      // As text, because a template may not hold null, which ResultPath needs.
      Properties.DefinitionString = JSON.stringify(Properties.Definition);
      delete Properties.Definition;
      Properties.DefinitionSubstitutions = Object.fromEntries(called.map((name) => [arnOf(name), arn(name)]));
      Properties.RoleArn = { 'Fn::GetAtt': [`${id}Role`, 'Arn'] };
      const invoke = { Action: 'lambda:InvokeFunction', Resource: called.map(arn) };
      resources.Resources[`${id}Role`] = role('states', [invoke, logDelivery, tracing]);
    }
  }
}

const capital = (name) => name[0].toUpperCase() + name.slice(1);
const arnOf = (name) => `${capital(name)}FunctionArn`;
const arn = (name) => ({ 'Fn::GetAtt': [`${capital(name)}LambdaFunction`, 'Arn'] });

/** `reads` and `writes` are keys of the bucket, with `*`; `permissions` are further statements of IAM. */
function functionStatements(name, { reads = [], writes = [], permissions = [] }) {
  const objects = (keys) => keys.map((key) => ({ 'Fn::Sub': `\${Bucket.Arn}/${key}` }));
  const logs = { 'Fn::Sub': `\${${capital(name)}LogGroup.Arn}` };
  const listing = { StringLike: { 's3:prefix': reads } };
  return [
    { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logs },
    { Action: 's3:GetObject', Resource: objects(reads) },
    // Without it, S3 answers 403 for an object that is not there, as if it were forbidden.
    { Action: 's3:ListBucket', Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] }, Condition: listing },
    { Action: 's3:PutObject', Resource: objects(writes) },
    ...permissions,
  ].filter(({ Resource, Condition }) => Resource.length !== 0 && Condition?.StringLike?.['s3:prefix'].length !== 0);
}

/** The two statements that AWS has no narrower resource for than `*`. */
const tracing = {
  // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
  Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
  Resource: '*',
};
const logDelivery = {
  // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
  Action: [
    'logs:CreateLogDelivery',
    'logs:CreateLogStream',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutLogEvents',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  Resource: '*',
};

const role = (service, statements) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
    },
    Policies: [
      {
        PolicyName: 'own',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
        },
      },
    ],
  },
});

module.exports = TributaryPlugin;
