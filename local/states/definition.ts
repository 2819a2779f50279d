import { z } from 'zod';
import { json } from './json.ts';

const language = z.enum(['JSONPath', 'JSONata']);
export type Language = z.infer<typeof language>;

/** A number, or an expression of JSONata that gives one. */
const count = z.number().or(z.string());
const path = z.string();

const retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.number().optional(),
  MaxAttempts: z.number().optional(),
  BackoffRate: z.number().optional(),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});
export type Retrier = z.infer<typeof retrier>;

const catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  ResultPath: path.nullish(),
  Output: json.optional(),
  Assign: z.record(z.string(), json).optional(),
});
export type Catcher = z.infer<typeof catcher>;

const rule = z.looseObject({
  Next: z.string(),
  Condition: z.string().or(z.boolean()).optional(),
  Assign: z.record(z.string(), json).optional(),
  Output: json.optional(),
});

/** What every state may say. */
const common = {
  Comment: z.string().optional(),
  QueryLanguage: language.optional(),
  InputPath: path.nullish(),
  OutputPath: path.nullish(),
  Output: json.optional(),
  Assign: z.record(z.string(), json).optional(),
};
const onward = { Next: z.string().optional(), End: z.boolean().optional() };
const result = {
  Parameters: json.optional(),
  Arguments: json.optional(),
  ResultSelector: json.optional(),
  ResultPath: path.nullish(),
};
const failing = { Retry: z.array(retrier).optional(), Catch: z.array(catcher).optional() };

const pass = z.strictObject({ Type: z.literal('Pass'), ...common, ...onward, ...result, Result: json.optional() });
const task = z.strictObject({
  Type: z.literal('Task'),
  ...common,
  ...onward,
  ...result,
  ...failing,
  Resource: z.string(),
  TimeoutSeconds: count.optional(),
  TimeoutSecondsPath: path.optional(),
  HeartbeatSeconds: count.optional(),
  HeartbeatSecondsPath: path.optional(),
  Credentials: json.optional(),
});
const choice = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  Choices: z.array(rule),
  Default: z.string().optional(),
});
const wait = z.strictObject({
  Type: z.literal('Wait'),
  ...common,
  ...onward,
  Seconds: count.optional(),
  SecondsPath: path.optional(),
  Timestamp: z.string().optional(),
  TimestampPath: path.optional(),
});
const succeed = z.strictObject({ Type: z.literal('Succeed'), ...common });
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
  ...common,
  ...onward,
  ...result,
  ...failing,
  get Branches() {
    return z.array(machineSchema);
  },
});

const reader = z.strictObject({
  Comment: z.string().optional(),
  Resource: z.string(),
  Parameters: json.optional(),
  Arguments: json.optional(),
  ReaderConfig: z
    .strictObject({
      InputType: z.string().optional(),
      CSVHeaderLocation: z.string().optional(),
      CSVHeaders: z.array(z.string()).optional(),
      CSVDelimiter: z.string().optional(),
      Comment: z.string().optional(),
      MaxItems: count.optional(),
      MaxItemsPath: path.optional(),
    })
    .optional(),
});
export type ItemReader = z.infer<typeof reader>;

const batcher = z.strictObject({
  Comment: z.string().optional(),
  MaxItemsPerBatch: count.optional(),
  MaxItemsPerBatchPath: path.optional(),
  MaxInputBytesPerBatch: count.optional(),
  MaxInputBytesPerBatchPath: path.optional(),
  BatchInput: json.optional(),
});

const writer = z.strictObject({
  Comment: z.string().optional(),
  Resource: z.string(),
  Parameters: json.optional(),
  Arguments: json.optional(),
  WriterConfig: z.strictObject({ Transformation: z.string().optional(), OutputType: z.string().optional() }).optional(),
});

const map = z.strictObject({
  Type: z.literal('Map'),
  ...common,
  ...onward,
  ...result,
  ...failing,
  Items: json.optional(),
  ItemsPath: path.optional(),
  ItemSelector: json.optional(),
  MaxConcurrency: count.optional(),
  MaxConcurrencyPath: path.optional(),
  ToleratedFailureCount: count.optional(),
  ToleratedFailureCountPath: path.optional(),
  ToleratedFailurePercentage: count.optional(),
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

const state = z.discriminatedUnion('Type', [pass, task, choice, wait, succeed, fail, parallel, map]);
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
  Version: z.string().optional(),
  TimeoutSeconds: z.number().optional(),
  ProcessorConfig: z.strictObject({ Mode: z.string().optional(), ExecutionType: z.string().optional() }).optional(),
  get States() {
    return z.record(z.string(), state);
  },
});
export type Machine = z.infer<typeof machineSchema>;
