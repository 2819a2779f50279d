/**
 * What checkov asks of resources that serverless makes, and why it is otherwise here. Of all others the answer stands
 * beside the resource.
 */
const answers = {
  'AWS::Lambda::Function': {
    CKV_AWS_115: 'A new account has ten concurrent executions, and none to reserve',
    CKV_AWS_116: 'Whoever calls it keeps what failed: the state machine, the queue, or the destination on failure',
    CKV_AWS_117: 'It needs nothing but AWS; ingest is put into a VPC where a database is there, see docs/deploy.md',
    CKV_AWS_173: 'No variable holds a secret',
  },
  'AWS::Logs::LogGroup': {
    CKV_AWS_158:
      'Logs hold names, counts and reasons, never a row or a secret; CloudWatch encrypts them by a key of its own',
  },
};

/** Adds the answers to a compiled template. */
function answer({ Resources }) {
  for (const resource of Object.values(Resources)) {
    const skip = Object.entries(answers[resource.Type] ?? {}).map(([id, comment]) => ({ id, comment }));
    if (skip.length > 0) resource.Metadata = { ...resource.Metadata, checkov: { skip } };
  }
}

module.exports = { answer };
