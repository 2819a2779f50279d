import { z } from 'zod';

const item = z.record(z.string(), z.unknown());
const action = z.looseObject({ TableName: z.string(), Key: item.optional(), Item: item.optional() });
type Action = z.infer<typeof action>;

/** What each kind of action is by itself; a check is an update that changes nothing. */
const operations = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'UpdateItem',
} as const;
const kinds = z.enum(['Put', 'Update', 'Delete', 'ConditionCheck']);
const request = z.object({ TransactItems: z.array(z.partialRecord(kinds, action)).min(1).max(100) });

const refusal = z.looseObject({ __type: z.string(), message: z.string().optional() });
const before = z.object({ Attributes: item.optional() });
const described = z.object({ Table: z.object({ KeySchema: z.array(z.object({ AttributeName: z.string() })) }) });

interface Answer {
  readonly status: number;
  readonly body: unknown;
}
/** Asks for one operation, while nobody else asks for any. */
export type Ask = (operation: string, body: object) => Promise<Answer>;

interface Reason {
  readonly Code: string;
  readonly Message?: string;
}

/**
 * Does all of some actions, or none of them where one is refused, which is told in a reason for each.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export async function transactWriteItems(asked: unknown, ask: Ask): Promise<Answer> {
  const actions = request.parse(asked).TransactItems.flatMap((one) => Object.entries(one));
  const reasons: Reason[] = [];
  const undo: (() => Promise<unknown>)[] = [];
  const touched = new Set<string>();
  let refused: Answer | undefined;
  for (const [kind, one] of actions) {
    const place = { TableName: one.TableName, Key: await keyOf(one, ask) };
    if (touched.has(JSON.stringify(place))) refused ??= invalid(twice);
    touched.add(JSON.stringify(place));
    const { ReturnValuesOnConditionCheckFailure: _, ...single } = one;
    const answer = await ask(operations[kinds.parse(kind)], { ...single, ReturnValues: 'ALL_OLD' });
    const restore = () => put(place, before.parse(answer.body).Attributes, ask);
    if (answer.status === 200) undo.unshift(restore);
    if (answer.status === 200 && kind === 'ConditionCheck') await restore();
    const reason = reasonOf(answer);
    if (!reason) refused ??= answer;
    reasons.push(reason ?? none);
  }
  if (!refused && reasons.every((reason) => reason === none)) return { status: 200, body: {} };
  for (const step of undo) await step();
  return refused ?? cancelled(reasons);
}

async function keyOf({ TableName, Key, Item = {} }: Action, ask: Ask) {
  if (Key) return Key;
  const { success, data } = described.safeParse((await ask('DescribeTable', { TableName })).body);
  const names = success ? data.Table.KeySchema.map(({ AttributeName }) => AttributeName) : [];
  return Object.fromEntries(names.map((name) => [name, Item[name]]));
}

const put = ({ TableName, Key }: { TableName: string; Key: object }, Item: object | undefined, ask: Ask) =>
  Item ? ask('PutItem', { TableName, Item }) : ask('DeleteItem', { TableName, Key });

const none: Reason = { Code: 'None' };

/** Undefined where it is not the condition that was refused, but the request. */
function reasonOf({ status, body }: Answer): Reason | undefined {
  if (status === 200) return none;
  const { __type, message = '' } = refusal.parse(body);
  return __type.endsWith('#ConditionalCheckFailedException')
    ? { Code: 'ConditionalCheckFailed', Message: message }
    : undefined;
}

const cancelled = (reasons: readonly Reason[]): Answer => {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const Message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  const __type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException';
  return { status: 400, body: { __type, Message, CancellationReasons: reasons } };
};

const twice = 'Transaction request cannot include multiple operations on one item';
const invalid = (message: string): Answer => ({
  status: 400,
  body: { __type: 'com.amazon.coral.validate#ValidationException', message },
});
