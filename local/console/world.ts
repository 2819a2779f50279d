import type { Picture } from '../../commands/diagram/flat.ts';
import type { Line } from '../../commands/logs/lines.ts';
import type { Operations } from '../states/service/json-server.ts';
import type { Actions } from './actions.ts';
import type { Changes } from './changes.ts';

/** Reads objects; a missing key is undefined. */
interface ReadBucket {
  list(prefix: string): Promise<readonly { readonly key: string; readonly size: number }[]>;
  open(key: string): Promise<{ readonly body: Uint8Array; readonly type: string } | undefined>;
}

/** What the page says beside the runs. */
export interface About {
  /** Of the pipeline. */
  readonly name: string;
  /** Where it runs: `this machine`, or a stage. */
  readonly place: string;
  /** What a command says of it: nothing on this machine, ` --stage prod` of a stage. */
  readonly flag: string;
  /** The folder that is watched; undefined where nothing can be done. */
  readonly inbox: string | undefined;
  /** What is wrong with the code as it was saved, a sentence each. */
  readonly problems: readonly Problem[];
  /** What start said last of a batch of which no run began, and files in the inbox that nobody takes. */
  readonly notices: readonly string[];
}

/** A mistake in the code, with the place where it stands. */
export interface Problem {
  readonly message: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** Where the console looks: this machine, a stage, or what was exported. */
export interface ConsoleWorld {
  about(): About;
  /** The API of Step Functions. */
  readonly states: Operations;
  readonly bucket: ReadBucket;
  /** What functions said of a run, by its name. */
  logs(run: string): Promise<readonly Line[]>;
  /** Lays a definition out. */
  picture(definition: unknown): Promise<Picture>;
  /** What a person may ask for; undefined where the console only reads. */
  readonly actions: Actions | undefined;
  readonly changes: Changes;
}
