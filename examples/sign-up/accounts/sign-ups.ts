import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { mostTries } from './code.ts';

const dynamo = new DynamoDBClient();
const TableName = process.env.SIGN_UPS;
const keyOf = (signUp: string) => ({ signUp: { S: signUp } });

/** Until when the table keeps a sign-up at most that never comes to an end: far longer than its execution takes. */
const dayFromNow = () => Math.floor(Date.now() / 1000) + 86_400;

export async function keepSignUp(signUp: string, address: string, passwordHash: string): Promise<void> {
  const facts = { address: { S: address }, passwordHash: { S: passwordHash }, expiresAt: { N: `${dayFromNow()}` } };
  await dynamo.send(new PutItemCommand({ TableName, Item: { ...keyOf(signUp), ...facts } }));
}

const text = z.object({ S: z.string() }).transform(({ S }) => S);

export async function addressOf(signUp: string): Promise<string> {
  return z.object({ address: text }).parse(await read(signUp)).address;
}

/** Undefined where there is no such sign-up. */
export async function passwordHashOf(signUp: string): Promise<string | undefined> {
  return z.object({ passwordHash: text.optional() }).parse(await read(signUp)).passwordHash;
}

async function read(signUp: string) {
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: keyOf(signUp), ConsistentRead: true }));
  return Item ?? {};
}

/** Notes the code that a sign-up waits for, in the place of one before. */
export async function expectCode(signUp: string, codeHash: string, taskToken: string): Promise<void> {
  await dynamo.send(
    new UpdateItemCommand({
      TableName,
      Key: keyOf(signUp),
      UpdateExpression: 'SET codeHash = :hash, taskToken = :token, tries = :none',
      ConditionExpression: 'attribute_exists(signUp)',
      ExpressionAttributeValues: { ':hash': { S: codeHash }, ':token': { S: taskToken }, ':none': { N: '0' } },
    }),
  );
}

const number = z.object({ N: z.coerce.number() }).transform(({ N }) => N);
const tried = z.object({ codeHash: text, taskToken: text, tries: number });

/** Counts a try before anybody knows whether it is right; undefined where no code is waited for, or none any more. */
export async function countTry(signUp: string): Promise<z.infer<typeof tried> | undefined> {
  try {
    const { Attributes } = await dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: keyOf(signUp),
        UpdateExpression: 'ADD tries :one',
        ConditionExpression: 'tries < :most',
        ExpressionAttributeValues: { ':one': { N: '1' }, ':most': { N: `${mostTries}` } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return tried.parse(Attributes);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
