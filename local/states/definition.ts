import { z } from 'zod';
import { json } from './json.ts';
import { batcher, count, path, reader, writer } from './map-fields.ts';

const language = z.enum(['JSONPath', 'JSONata']);
export type Language = z.infer<typeof language>;

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html: the longest time that a field may say. */
const longestSeconds = 99_999_999;

const percentage = z.number().min(0).max(100).or(z.string());
const seconds = z.int().min(1).max(longestSeconds);
const errors = z.array(z.string()).min(1);
const assign = z.record(z.string(), json).optional();

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error */
const retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errors,
  IntervalSeconds: seconds.optional(),
  MaxAttempts: z.int().min(0).max(99_999_999).optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.int().min(1).max(31_622_399).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});
export type Retrier = z.infer<typeof retrier>;

const catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errors,
  Next: z.string(),
  ResultPath: path.nullish(),
  Output: json.optional(),
  Assign: assign,
});
export type Catcher = z.infer<typeof catcher>;

const rule = z.looseObject({
  Next: z.string(),
  Condition: z.string().or(z.boolean()).optional(),
  Assign: assign,
  Output: json.optional(),
});

/** What every state may say. */
const common = { Comment: z.string().optional(), QueryLanguage: language.optional() };
const data = { InputPath: path.nullish(), OutputPath: path.nullish(), Output: json.optional() };
const onward = { Assign: assign, Next: z.string().optional(), End: z.boolean().optional() };
const working = {
  ...common,
  ...data,
  ...onward,
  Parameters: json.optional(),
  ResultSelector: json.optional(),
  ResultPath: path.nullish(),
  Retry: z.array(retrier).optional(),
  Catch: z.array(catcher).optional(),
};

const pass = z.strictObject({
  Type: z.literal('Pass'),
  ...common,
  ...data,
  ...onward,
  Parameters: json.optional(),
  ResultPath: path.nullish(),
  Result: json.optional(),
});
const task = z.strictObject({
  Type: z.literal('Task'),
  ...working,
  Arguments: json.optional(),
  Resource: z.string(),
  TimeoutSeconds: seconds.or(z.string()).optional(),
  TimeoutSecondsPath: path.optional(),
  HeartbeatSeconds: seconds.or(z.string()).optional(),
  HeartbeatSecondsPath: path.optional(),
  Credentials: json.optional(),
});
const choice = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  ...data,
  Assign: assign,
  Choices: z.array(rule).min(1),
  Default: z.string().optional(),
});
const wait = z.strictObject({
  Type: z.literal('Wait'),
  ...common,
  ...data,
  ...onward,
  Seconds: z.int().min(0).max(longestSeconds).or(z.string()).optional(),
  SecondsPath: path.optional(),
  Timestamp: z.string().optional(),
  TimestampPath: path.optional(),
});
const succeed = z.strictObject({ Type: z.literal('Succeed'), ...common, ...data });
const fail = z.strictObject({
  Type: z.literal('Fail'),
  ...common,
  Error: z.string().optional(),
  ErrorPath: z.string().optional(),
  Cause: z.string().optional(),
  CausePath: z.string().optional(),
});
const parallel = z.strictObject({
  Type: z.literal('Parallel'),
  ...working,
  Arguments: json.optional(),
  get Branches() {
    return z.array(machineSchema).min(1);
  },
});

const map = z.strictObject({
  Type: z.literal('Map'),
  ...working,
  Items: json.optional(),
  ItemsPath: path.optional(),
  ItemSelector: json.optional(),
  MaxConcurrency: count.optional(),
  MaxConcurrencyPath: path.optional(),
  ToleratedFailureCount: count.optional(),
  ToleratedFailureCountPath: path.optional(),
  ToleratedFailurePercentage: percentage.optional(),
  ToleratedFailurePercentagePath: path.optional(),
  ItemReader: reader.optional(),
  ItemBatcher: batcher.optional(),
  ResultWriter: writer.optional(),
  Label: z.string().optional(),
  get ItemProcessor() {
    return machineSchema.optional();
  },
  /** What ItemProcessor was called once. */
  get Iterator() {
    return machineSchema.optional();
  },
});

const state = z.discriminatedUnion('Type', [pass, task, choice, wait, succeed, fail, parallel, map], {
  error: 'There is Task, Wait, Pass, Succeed, Fail, Choice, Parallel and Map',
});
export type State = z.infer<typeof state>;
export type TaskState = z.infer<typeof task>;
export type ChoiceState = z.infer<typeof choice>;
export type WaitState = z.infer<typeof wait>;
export type FailState = z.infer<typeof fail>;
export type ParallelState = z.infer<typeof parallel>;
export type MapState = z.infer<typeof map>;

/** A state that Retry and Catch are for. */
export type WorkingState = TaskState | ParallelState | MapState;

/** A state machine of the Amazon States Language: https://states-language.net */
export const machineSchema = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: language.optional(),
  StartAt: z.string(),
  Version: z.literal('1.0').optional(),
  TimeoutSeconds: seconds.optional(),
  ProcessorConfig: z
    .strictObject({
      Mode: z.enum(['INLINE', 'DISTRIBUTED']).optional(),
      ExecutionType: z.enum(['STANDARD', 'EXPRESS']).optional(),
    })
    .optional(),
  get States() {
    return z.record(z.string(), state);
  },
});
export type Machine = z.infer<typeof machineSchema>;
