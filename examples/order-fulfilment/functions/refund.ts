import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { handlerOf } from '../../bricks/handler.ts';
import { dynamodb } from '../rows.ts';

const input = z.object({ orderId: z.string() });

export const handler = handlerOf(input, async ({ orderId }) => {
  const refund = new UpdateItemCommand({
    TableName: process.env.PAYMENTS_TABLE,
    Key: { orderId: { S: orderId } },
    UpdateExpression: 'SET #status = :refunded',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':refunded': { S: 'REFUNDED' } },
  });
  await dynamodb.send(refund);
  return { orderId };
});
