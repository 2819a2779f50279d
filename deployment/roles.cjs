const capital = (name) => name[0].toUpperCase() + name.slice(1);
const ownArn = (service, resource) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
});

/**
 * The role of a function: what it reads and writes are keys of the bucket, with `*`; `permissions` are further statements
 * of IAM.
 */
function functionRole(name, { reads = [], writes = [], permissions = [] }) {
  const objects = (keys) => keys.map((key) => ({ 'Fn::Sub': `\${Bucket.Arn}/${key}` }));
  const logs = { 'Fn::Sub': `\${${capital(name)}LogGroup.Arn}` };
  const listing = { StringLike: { 's3:prefix': reads } };
  const statements = [
    { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logs },
    { Action: 's3:GetObject', Resource: objects(reads) },
    // Without it, S3 answers 403 for an object that is not there, as if it were forbidden.
    { Action: 's3:ListBucket', Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] }, Condition: listing },
    { Action: 's3:PutObject', Resource: objects(writes) },
    ...permissions,
  ].filter(({ Resource, Condition }) => Resource.length !== 0 && Condition?.StringLike?.['s3:prefix'].length !== 0);
  return role('lambda', [...statements, tracing]);
}

/**
 * The role of a state machine that calls these functions, in whatever version, and may do what `permissions` says. The
 * functions are named, not referred to: so it is made, and known all over IAM, long before the state machine, which
 * waits for them.
 */
const machineRole = (functionNames, permissions) => {
  const called = functionNames.map((name) => ownArn('lambda', `function:${name}:*`));
  const calls = called.length > 0 ? [{ Action: 'lambda:InvokeFunction', Resource: called }] : [];
  return role('states', [...calls, ...permissions, logDelivery, tracing], ofThisAccount);
};

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
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  Resource: '*',
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html#prevent-cross-service-confused-deputy */
const ofThisAccount = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };

/** A role that a service takes, where the condition holds, to do what these statements of IAM say. */
const role = (service, statements, Condition) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: `${service}.amazonaws.com` },
          Action: 'sts:AssumeRole',
          ...(Condition && { Condition }),
        },
      ],
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

module.exports = { capital, functionRole, machineRole, ofThisAccount, role };
