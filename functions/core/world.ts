import type { InputObject } from './manifest.ts';

/** What steps need of the world. `platform/` implements it, tests replace it. */

export interface WriteOptions {
  readonly contentType: string;
  /** Write only where no object has the key. */
  readonly ifAbsent?: true;
  /** Write only over the object with this ETag. */
  readonly ifMatch?: string;
}

/** Bytes of an object, from one to before another; of exactly this ETag where it is told. */
export interface ObjectPart {
  readonly key: string;
  readonly etag?: string;
  readonly from: number;
  readonly to: number;
}

/** Hears bytes as they pass, in their order; they are there until it returns. It must not throw. */
export type Hear = (bytes: Buffer) => void;

/** One bucket. A missing key is `undefined`; every other failure throws StoreUnavailable or InputGone. */
export interface Bucket {
  list(prefix: string): Promise<InputObject[]>;
  head(key: string): Promise<InputObject | undefined>;
  read(key: string): Promise<{ text: string; etag: string } | undefined>;
  /** False where a condition of the options refused the write. */
  write(key: string, body: string, options: WriteOptions): Promise<boolean>;
  /** Copies exactly this version, without the bytes passing through the caller; throws InputGone where it is no more. */
  copy(from: { key: string; etag?: string; versionId?: string | undefined; size?: number }, to: string): Promise<void>;
  download(key: string, path: string, hear?: Hear): Promise<void>;
  /** Writes what the object has of these bytes into a file at `at`, and leaves its others alone; how many they were. Throws InputGone. */
  downloadPart(part: ObjectPart, path: string, how?: { readonly at?: number; readonly hear?: Hear }): Promise<number>;
  upload(path: string, key: string, contentType: string, hear?: Hear): Promise<void>;
}

/** An SQL engine (DuckDB) with a directory of its own on local disk; both are gone after the work. */
export interface Engine {
  readonly directory: string;
  run(sql: string): Promise<void>;
  /** Exact numbers (decimal, 64-bit) come as text, dates as ISO text. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
}
export type WithEngine = <T>(work: (engine: Engine) => Promise<T>) => Promise<T>;

/** Does the work with an empty folder on local disk, which is gone afterwards. */
export type WithFolder = <T>(work: (folder: string) => Promise<T>) => Promise<T>;

/** The value of a secret; `again` reads it anew, for a login that failed after a rotation. Throws SourceRefused or SourceUnavailable. */
export type ReadSecret = (name: string, options?: { readonly again?: true }) => Promise<string>;

/** Starts the state machine; true where it was started now, false where an execution of that name exists or existed. */
export type StartExecution = (name: string, input: unknown) => Promise<boolean>;

/** Asks to look at a batch again, at the earliest after that many seconds (at most 900); `round` counts how often in a row. */
export type LookAgain = (batch: string, delaySeconds: number, round: number) => Promise<void>;

/** One event of an execution's history, as far as it tells what failed where. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousId: number;
  readonly type: string;
  /** When it was, as an ISO date. */
  readonly at: string;
  /** Of a state that was entered or left its name, and of one that was entered its input as JSON. */
  readonly state?: string | undefined;
  readonly input?: string | undefined;
  /** Of a call that was scheduled the ARN of the function. */
  readonly resource?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}
/** The history of an execution, the newest event first. */
export type History = (executionArn: string) => AsyncIterable<HistoryEvent>;

/** Sends a plain-text message to whoever has subscribed; the subject has less than 100 characters of ASCII. */
export type Publish = (subject: string, body: string) => Promise<void>;

/** Sends an e-mail to whoever the stage says. */
export type SendMail = (mail: {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Pages, as HTML. */
  readonly attachments: readonly { readonly name: string; readonly content: string }[];
}) => Promise<void>;

type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** One object for each event, where each fact is a field. What is worth a look is a warning; an error is what failed. */
export interface Log {
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
}
export type Clock = () => Date;
