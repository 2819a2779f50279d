/**
 * What the roles allow and nothing in the story asks for, by the reason: whose role, the action, the resource, and of a
 * listing the prefix. `*` and `?` stand for more, as in IAM.
 */
export const unasked: Readonly<Record<string, readonly string[]>> = {
  'Lambda writes the log of a function, and both Lambda and Step Functions write traces.': [
    '* logs:CreateLogStream *',
    '* logs:PutLogEvents *',
    '* xray:Put* *',
    '* xray:GetSampling* *',
  ],
  'Step Functions sets up the delivery of its log.': [
    'StateMachine logs:*LogDeliver* *',
    'StateMachine logs:PutResourcePolicy *',
    'StateMachine logs:Describe* *',
  ],
  'Step Functions asks how the children of a Map fare, stops those of an execution that is stopped, and redrives them.':
    [
      'StateMachine states:DescribeExecution *',
      'StateMachine states:StopExecution *',
      'StateMachine states:RedriveExecution *',
    ],
  'Step Functions stops the query of an execution that is stopped, and its documentation asks for the rest.': [
    'StateMachine athena:StopQueryExecution *',
    'StateMachine athena:GetQueryResults *',
    'StateMachine athena:GetDataCatalog *',
  ],
  'Athena begins in the database default, looks where a bucket lies and what an answer is, and writes large ones in parts.':
    [
      'StateMachine glue:GetDatabase */default',
      'StateMachine s3:GetBucketLocation *',
      'StateMachine s3:ListBucket * runs/*/athena/*',
      'StateMachine s3:GetObject */athena/*',
      'StateMachine s3:AbortMultipartUpload *',
      'StateMachine s3:ListMultipartUploadParts *',
    ],
  'Athena knows the partitions of a table by their projection; its documentation asks for this with every table.': [
    'StateMachine glue:GetPartitions *',
  ],
  'Lambda takes the messages off the queue.': [
    'Start sqs:ReceiveMessage *-UploadsQueue-*',
    'Start sqs:DeleteMessage *-UploadsQueue-*',
    'Start sqs:GetQueueAttributes *-UploadsQueue-*',
  ],
  'Lambda sends what has failed three times to the dead letters.': [
    'Notify sqs:SendMessage *-DeadLetters-*',
    'Shelve sqs:SendMessage *-DeadLetters-*',
  ],
  'EventBridge Scheduler sends when a month is over, which no month is meanwhile.': [
    'Openings sqs:SendMessage *-UploadsQueue-*',
    'Openings sqs:SendMessage *-DeadLetters-*',
  ],
  'The batches of the sample are months.': [
    'Shelve s3:PutObject */reports/????/index.html',
    'Shelve s3:PutObject */reports/????-??-??/index.html',
  ],
  'Who may not list is not told that an object is missing; of what a run itself has written, none is.': [
    'Aggregate s3:ListBucket * runs/*/manifest.json',
    'Aggregate s3:ListBucket * runs/*/clean/*',
    'Aggregate s3:ListBucket * runs/*/athena/*',
    'Aggregate s3:ListBucket * runs/*/tables/*/*',
    'Aggregate s3:ListBucket * runs/*/quality/*',
    'Report s3:ListBucket * runs/*/rejected/*.csv',
    'Ingest s3:ListBucket * runs/*/manifest.json',
    'Notify s3:ListBucket * reports/*/latest.json',
    'Notify s3:ListBucket * reports/*/report.json',
    'Notify s3:ListBucket * parts/*/failed.json',
    'Preprocess s3:ListBucket * runs/*/manifest.json',
    'Preprocess s3:ListBucket * runs/*/raw/*',
    'Preprocess s3:ListBucket * runs/*/rejected/*',
    'Report s3:ListBucket * runs/*/manifest.json',
    'Report s3:ListBucket * runs/*/quality/*',
    'Report s3:ListBucket * runs/*/tables/*',
    'Start s3:ListBucket * runs/*/quality/*',
  ],
  'The report that a run is compared with is gone only where its batch is forgotten meanwhile.': [
    'Report s3:ListBucket * reports/*',
  ],
};
