import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { deployedAs } from '../deployment/deployed-as.ts';
import { reportsPrefix } from '../functions/core/keys.ts';
import type { InputObject } from '../functions/core/manifest.ts';
import type { Rerun } from '../functions/core/messages.ts';
import type { Bucket } from '../functions/core/world.ts';
import { openBucket } from '../functions/platform/bucket.ts';
import { batchOfLatest } from '../functions/publishing/shelf.ts';
import { localDatabase } from './athena.ts';
import { account, region, startAws } from './aws.ts';
import { readDefinition } from './definition.ts';
import { endpointVariables, setEnvironment } from './environment.ts';
import { executionStatusChange, objectCreated, sqsEvent } from './events.ts';
import { allEnded, builtCode, type Code, captureLogs, invoke, type LogLine, type WrittenLine } from './functions.ts';
import { inTurn } from './in-turn.ts';
import { listenOnLoopback } from './loopback.ts';
import { openMachine } from './machine.ts';
import { type Letter, readMail } from './mail.ts';
import { openQueue } from './queue.ts';
import { type AthenaOptions, athena } from './services/athena/athena.ts';
import { duckdbEngine } from './services/athena/duckdb.ts';
import { type Execution, Executions } from './states/service/executions.ts';
import { jsonServer, type Operations } from './states/service/json-server.ts';
import { operationsOn } from './states/service/operations.ts';
import { noStore, type Store } from './states/service/store.ts';
import type { World } from './states/world.ts';

/** Whoever wants to see what happens. */
export interface Watcher {
  /** An execution was started; its first state is entered once this is done. */
  begins?(execution: Execution): Promise<void>;
  /** The state machine calls a function, or another service; what this returns is told how the call ended. */
  calls?(state: string, input: unknown): (ended: { output: unknown } | { error: unknown }) => void;
  /** An execution has ended, and can still be asked for. */
  ends?(execution: Execution): Promise<void>;
  /** A function logs a line. */
  logs?(step: string, line: LogLine, written: WrittenLine): void;
  /** Anything at all has happened in an execution. */
  hears?(): void;
}

interface CloudOptions {
  readonly watcher?: Watcher;
  /** Where executions are kept; nowhere, unless it is said. */
  readonly store?: Store;
  /** Keeps what the bucket holds now, before it is told that a run begins or a step has ended; nowhere, unless it is said. */
  readonly keep?: () => Promise<void>;
  /** What the functions are; as they were when this process was built, unless it is said. */
  readonly code?: Code;
  /** The state machine's definition as it is written now; that of one Lambda a source, unless it is said. */
  readonly written?: () => unknown;
  /** The tables that Athena knows over that bucket, as the stack declares them now; none, unless it is said. */
  readonly tables?: (bucket: string) => ReturnType<AthenaOptions['tables']>;
}

export interface Delivered {
  readonly executions: Execution[];
  readonly said: LogLine[];
}

/** Everything that the deployed pipeline finds on AWS, in this process; the functions do not know the difference. */
export interface LocalCloud {
  readonly s3: S3Client;
  readonly bucketName: string;
  readonly bucket: Bucket;
  readonly states: Executions;
  /**
   * Says "Object Created" of each object, and resolves when all that comes of it is done: with the executions, and
   * with what start logged. Throws what the functions outside of the state machine (start, notify, shelve) throw.
   */
  deliver(objects: readonly InputObject[]): Promise<Delivered>;
  /** Says that a batch is over, likewise. */
  open(batch: string): Promise<Delivered>;
  /** Asks for a run to be done again, likewise. */
  rerun(rerun: Rerun): Promise<Delivered>;
  /**
   * Hands messages of the pipeline's queue to start, and gives what that logged: what it starts goes on. Throws what start
   * throws.
   */
  offer(messages: readonly object[]): Promise<LogLine[]>;
  /** Has the reports that were published since put on the shelf. */
  shelve(): Promise<void>;
  /**
   * Reads the state machine as it is written now; what this gives has the executions take it that begin from then on. Throws
   * PipelineInvalid where it cannot run.
   */
  readMachine(): Promise<() => void>;
  /** What notify has published since the last call. */
  mail(): Promise<Letter[]>;
  stop(): Promise<void>;
}

/**
 * Starts the servers and sets the environment of the functions, for which it must come before their import. Throws where
 * the state machine cannot run here.
 */
export async function startLocalCloud(options: CloudOptions = {}): Promise<LocalCloud> {
  const { watcher = {}, store = noStore, keep = async () => undefined, code = builtCode } = options;
  const { written = () => readDefinition(), tables = async () => [] } = options;
  const scratch = mkdtempSync(join(tmpdir(), 'tributary-local-'));
  const clean = () => rmSync(scratch, { recursive: true, force: true });
  process.once('exit', clean);
  const aws = await startAws();
  const engine = duckdbEngine(aws.s3);
  const now = () => new Date();
  const queries = await listenOnLoopback(
    athena({ s3: aws.s3, engine, tables: () => tables(aws.bucket), workGroups: { local: {} }, now }),
  );
  const endpoints: Record<string, string> = { ...aws.endpoints, athena: queries.url, sfn: '' }; // which listens last
  const { world, read } = openMachine(aws, { endpoints, code, written });
  const machine = await read().catch(async (error: unknown) => {
    await Promise.all([queries.close(), aws.stop()]);
    throw error;
  });
  const begun: string[] = [];
  const states = new Executions({
    region,
    account,
    machines: { pipeline: { definition: machine } },
    world: { ...world, tasks: watched(keptAfter(world.tasks, keep), watcher) },
    problems: world.problems,
    store,
    // start asks for no run that has ended with a page; any other may be made again.
    isFree: ({ end }) => end !== undefined,
    began: async (execution) => {
      if (!isOfPipeline(execution)) return;
      begun.push(execution.arn);
      await watcher.begins?.(execution);
    },
    ended: async (execution) => {
      if (!isOfPipeline(execution)) return;
      await watcher.ends?.(execution);
      await invoke('notify', executionStatusChange(execution), code);
    },
    hear: () => watcher.hears?.(),
    hearChild: () => watcher.hears?.(),
  });
  states.abandon('The process that made it was stopped.');
  const service = await listenOnLoopback(jsonServer('Step Functions', keptBefore(operationsOn(states), keep)));
  endpoints.sfn = service.url;
  setEnvironment({
    ...aws.environment,
    ...endpointVariables(endpoints),
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '3008',
    STATE_MACHINE_ARN: states.machineArn('pipeline'),
    SCRATCH_DIRECTORY: scratch,
    GLUE_DATABASE: localDatabase,
    DEPLOYED_AS: deployedAs('arm64'), // what a run would cost, unless a stage says otherwise
    // Everything is there before the first event.
    QUIET_AT_MOST_SECONDS: '0',
  });
  const said: LogLine[] = [];
  const releaseLogs = captureLogs((step, line, written) => {
    if (step === 'start') said.push(line);
    watcher.logs?.(step, line, written);
  });
  const bucket = openBucket({ name: aws.bucket, client: aws.s3 });
  const queue = openQueue(aws.sqs, aws.queueUrl);
  const mailbox = openQueue(aws.sqs, aws.mailboxUrl);

  const shelved = new Map<string, string>();
  /** S3 says of each `latest.json` that it was written, to whom the rule of the stack hands it. */
  const shelve = inTurn(async () => {
    for (const object of await bucket.list(reportsPrefix)) {
      if (batchOfLatest(object.key) === undefined || shelved.get(object.key) === object.etag) continue;
      shelved.set(object.key, object.etag);
      const event = objectCreated(aws.bucket, object);
      await invoke('shelve', event, code);
    }
  });

  const hand = async (messages: readonly object[], after = async () => {}) => {
    const saidBefore = said.length;
    await queue.send(messages.map(asciiJson));
    for await (const received of queue.receive()) {
      const { batchItemFailures } = deliveryResult.parse(await invoke('start', sqsEvent(received), code));
      if (batchItemFailures.length > 0) throw new Error(`start failed: ${said.at(-1)?.reason}`);
      await after();
    }
    return said.slice(saidBefore);
  };
  const offer = inTurn((messages: readonly object[]) => hand(messages));
  const deliver = async (messages: readonly object[]) => {
    const before = begun.length;
    const heard = await hand(messages, async () => {
      await states.settled();
      await shelve();
    });
    return { executions: [...new Set(begun.slice(before))].map((arn) => states.find(arn)), said: heard };
  };

  return {
    s3: aws.s3,
    bucketName: aws.bucket,
    bucket,
    states,
    offer,
    shelve,
    readMachine: async () => {
      const definition = JSON.stringify(await read());
      const arn = states.machineArn('pipeline');
      return () => {
        if (states.machines.find(arn).definition !== definition) states.machines.update(arn, { definition });
      };
    },
    deliver: (objects) => deliver(objects.map((object) => objectCreated(aws.bucket, object))),
    open: (batch) => deliver([{ open: { batch } }]),
    rerun: (rerun) => deliver([{ rerun }]),
    mail: () => readMail(mailbox),
    stop: async () => {
      await states.settled().catch(() => {}); // whoever delivered has heard of it
      await allEnded();
      releaseLogs();
      await Promise.all([service.close(), queries.close(), aws.stop()]);
      process.off('exit', clean);
      clean();
    },
  };
}

/** Clients may make machines of their own. */
const isOfPipeline = ({ stateMachineArn }: Execution) => stateMachineArn.endsWith(':stateMachine:pipeline');

/** What a call has written is kept before anybody hears of its end: a redrive finds it, whenever the process dies. */
const keptAfter =
  (tasks: World['tasks'], keep: () => Promise<void>): World['tasks'] =>
  async (call) =>
    tasks(call).finally(keep);

/** Likewise, what start has written for the run that it begins. */
const keptBefore = ({ StartExecution, ...others }: Operations, keep: () => Promise<void>): Operations => ({
  ...others,
  ...(StartExecution && {
    StartExecution: async (...asked) => {
      await keep();
      return StartExecution(...asked);
    },
  }),
});

const watched =
  (tasks: World['tasks'], watcher: Watcher): World['tasks'] =>
  async (call) => {
    const ended = watcher.calls?.(call.state, call.input);
    try {
      const output = await tasks(call);
      ended?.({ output });
      return output;
    } catch (error) {
      ended?.({ error });
      throw error;
    }
  };

/** JSON in ASCII: fauxqs, unlike SQS, refuses characters past U+FFFF. */
const asciiJson = (message: object) =>
  JSON.stringify(message).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Of start: the messages that the queue has to deliver again. */
const deliveryResult = z.object({ batchItemFailures: z.array(z.unknown()) });
