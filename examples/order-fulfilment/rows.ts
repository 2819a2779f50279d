import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';

export const dynamodb = new DynamoDBClient();

interface Row extends Record<string, AttributeValue> {
  readonly orderId: { readonly S: string };
  readonly status: { readonly S: string };
}

/** Writes what became of an order, unless something else has before; tells whether it stands. Once more changes nothing. */
export async function stands(TableName: string | undefined, row: Row): Promise<boolean> {
  const put = new PutItemCommand({
    TableName,
    Item: row,
    ConditionExpression: 'attribute_not_exists(orderId) OR #status = :status',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':status': row.status },
  });
  try {
    await dynamodb.send(put);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
