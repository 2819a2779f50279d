import { createHash, randomUUID } from 'node:crypto';
import { account, region } from '../../aws.ts';
import { RestRefusal } from '../rest-server.ts';
import { Alias, type AliasSaid } from './alias.ts';
import { type Running, Sandbox } from './sandbox.ts';

/** A function, as the stack first makes it. */
export interface FirstFunction extends Running {
  readonly zip: Uint8Array;
}

type Update = 'Successful' | 'InProgress' | 'Failed';

/** The code of a version, and where it runs. */
interface Version {
  readonly number: string;
  readonly zip: Uint8Array;
  readonly sha256: string;
  readonly sandbox: Promise<Sandbox>;
}

/** One function, its versions and its aliases: https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html */
export class LocalFunction {
  readonly name: string;
  readonly arn: string;
  readonly #running: Running;
  readonly #versions = new Map<string, Version>();
  readonly #aliases = new Map<string, Alias>();
  /** Of code that was replaced too, which may be under way. */
  readonly #sandboxes: Promise<Sandbox>[] = [];
  #latest: Version;
  #update: Update = 'Successful';
  #revision: string = randomUUID();

  constructor(name: string, { zip, ...running }: FirstFunction) {
    this.name = name;
    this.arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
    this.#running = running;
    this.#latest = this.#versionOf('$LATEST', zip);
  }

  /** Replaces the code of $LATEST, which takes a while. */
  updateCode(zip: Uint8Array) {
    if (this.#update === 'InProgress') throw inProgress(this.arn);
    this.#latest = this.#versionOf('$LATEST', zip);
    this.#update = 'InProgress';
    void this.#latest.sandbox.then(
      () => this.#updated('Successful'),
      () => this.#updated('Failed'),
    );
    return this.configuration();
  }

  /** As a new version; the last one where nothing has changed since. */
  publish(sha256: string | undefined) {
    if (this.#update === 'InProgress') throw inProgress(this.arn);
    const { zip, sha256: latest } = this.#latest;
    if (sha256 !== undefined && sha256 !== latest) {
      const message = `CodeSHA256 (${sha256}) is different from current CodeSHA256 in $LATEST (${latest}). Please try again with the CodeSHA256 in $LATEST.`;
      throw new RestRefusal(400, 'InvalidParameterValueException', message);
    }
    const last = [...this.#versions.values()].at(-1);
    if (last?.sha256 === latest) return this.configuration(last.number);
    const number = String(this.#versions.size + 1);
    this.#versions.set(number, this.#versionOf(number, zip));
    return this.configuration(number);
  }

  /** https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
  configuration(qualifier = '$LATEST') {
    const { number, sha256, zip } = this.#version(qualifier);
    const isLatest = number === '$LATEST';
    return {
      FunctionName: this.name,
      FunctionArn: isLatest ? this.arn : `${this.arn}:${number}`,
      Handler: this.#running.handler,
      Version: number,
      CodeSha256: sha256,
      CodeSize: zip.length,
      RevisionId: this.#revision,
      State: 'Active',
      LastUpdateStatus: isLatest ? this.#update : 'Successful',
      ...(isLatest && this.#update === 'Failed' && { LastUpdateStatusReason: 'The code cannot be unpacked' }),
    };
  }

  createAlias(name: string, said: AliasSaid): Alias {
    if (this.#aliases.has(name)) throw new RestRefusal(409, 'ResourceConflictException', `Alias exists: ${name}`);
    const alias = new Alias(`${this.arn}:${name}`, said, (version) => void this.#version(version));
    this.#aliases.set(name, alias);
    return alias;
  }

  alias(name: string): Alias {
    const alias = this.#aliases.get(name);
    if (!alias) throw new RestRefusal(404, 'ResourceNotFoundException', `Cannot find alias arn: ${this.arn}:${name}`);
    return alias;
  }

  /** Calls the version that a qualifier means; of an alias with several, the one that chance wants. */
  async call(qualifier: string, event: unknown, chance: number) {
    const version = this.#version(this.#aliases.get(qualifier)?.versionAt(chance) ?? qualifier);
    const reply = await (await version.sandbox).call(event);
    return { ...reply, version: version.number };
  }

  async close(): Promise<void> {
    for (const one of await Promise.allSettled(this.#sandboxes)) {
      if (one.status === 'fulfilled') await one.value.close();
    }
  }

  #updated(update: Update): void {
    this.#update = update;
    this.#revision = randomUUID();
  }

  #version(qualifier: string): Version {
    const version = qualifier === '$LATEST' ? this.#latest : this.#versions.get(qualifier);
    if (!version) {
      throw new RestRefusal(404, 'ResourceNotFoundException', `Function not found: ${this.arn}:${qualifier}`);
    }
    return version;
  }

  #versionOf(number: string, zip: Uint8Array): Version {
    const own = { AWS_LAMBDA_FUNCTION_NAME: this.name, AWS_LAMBDA_FUNCTION_VERSION: number };
    const { handler, environment } = this.#running;
    const sandbox = Sandbox.open(zip, { handler, environment: { ...environment, ...own } });
    this.#sandboxes.push(sandbox);
    sandbox.catch(() => undefined); // told by the status of the update, or by who calls it
    return { number, zip, sha256: createHash('sha256').update(zip).digest('base64'), sandbox };
  }
}

const inProgress = (arn: string) =>
  new RestRefusal(
    409,
    'ResourceConflictException',
    `The operation cannot be performed at this time. An update is in progress for resource: ${arn}`,
  );
