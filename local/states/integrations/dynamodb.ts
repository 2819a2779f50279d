import type { Action, Integration } from './integration.ts';

const action: Action = { patterns: ['request'] };

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html */
export const dynamodb: Integration = {
  service: 'dynamodb',
  api: 'dynamodb',
  errors: { prefix: 'DynamoDB', service: 'AmazonDynamoDBv2', other: 'AmazonDynamoDBException' },
  actions: { getItem: action, putItem: action, updateItem: action, deleteItem: action },
};
