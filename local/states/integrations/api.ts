import { NormalizedSchema } from '@smithy/core/schema';
import { z } from 'zod';
import type { Json, JsonObject } from '../json.ts';
import { fromSdk, pascal, type Timestamps, toSdk } from './members.ts';

/** Where the services are that Task states may call. */
export interface Services {
  readonly region: string;
  /** Looked up at each call, by their names on npm: `secrets-manager` is spoken to by `@aws-sdk/client-secrets-manager`. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** How an SDK client speaks to a service of that place. */
export const clientSettings = (name: string, { region, endpoints }: Services) => ({
  region,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  endpoint: async () => ({ url: new URL(endpoints[name] ?? 'http://nowhere.invalid') }),
  forcePathStyle: true,
  disableHostPrefix: true,
});

/** A service has refused a request, or could not be asked. */
export class ApiError extends Error {
  override readonly name: string;
  /** Whether the API has a shape of that name; others are told by the name of the service alone. */
  readonly modelled: boolean;
  /** Undefined where no service has answered. */
  readonly status: number | undefined;
  readonly requestId: string;

  constructor({ name, message, $metadata }: z.infer<typeof thrown>, modelled: boolean) {
    super(message);
    this.name = name;
    this.modelled = modelled;
    this.status = $metadata.httpStatusCode;
    this.requestId = $metadata.requestId ?? '';
  }
}
const thrown = z.object({
  name: z.string(),
  message: z.string(),
  $metadata: z.object({ httpStatusCode: z.number().optional(), requestId: z.string().optional() }).default({}),
});

/** What an answer came with, as Step Functions tells it of the services that it knows by itself. */
interface Answer {
  readonly output: JsonObject;
  readonly http: JsonObject;
}

interface Client {
  readonly config: { readonly serviceId: string };
  send(command: Command, options: object): Promise<unknown>;
}
interface Command {
  readonly middlewareStack: { add(middleware: Middleware, options: object): void };
}
type Middleware = (next: (args: object) => Promise<{ response: unknown }>) => (args: object) => Promise<unknown>;
type Made<T> = new (settings: unknown) => T;
const made = <T>() => z.custom<Made<T>>((value) => typeof value === 'function');
const answered = z.object({ $metadata: z.looseObject({ requestId: z.string().optional() }) });
const httpResponse = z.object({ statusCode: z.number(), headers: z.record(z.string(), z.string()) });
const output = z.record(z.string(), z.json());

/** The APIs of all services that are there, each opened when it is first asked for. */
export class Apis {
  readonly #services: Services;
  readonly #opened = new Map<string, Promise<Api>>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** The names of the services that are there. */
  get names(): string[] {
    return Object.keys(this.#services.endpoints);
  }

  /** Rejects where the SDK client of that name is not installed. */
  open(name: string): Promise<Api> {
    const opened = this.#opened.get(name) ?? Api.open(name, this.#services);
    this.#opened.set(name, opened);
    return opened;
  }

  /** Undefined where the SDK client of that name is not installed. */
  async find(name: string): Promise<Api | undefined> {
    try {
      return await this.open(name);
    } catch (error) {
      if (missing.safeParse(error).success) return undefined;
      throw error;
    }
  }
}
const missing = z.object({ code: z.enum(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']) });

/** The API of a service, by its SDK client, in the words of Step Functions. */
export class Api {
  readonly #module: Readonly<Record<string, unknown>>;
  readonly #client: Client;

  private constructor(module: Readonly<Record<string, unknown>>, client: Client) {
    this.#module = module;
    this.#client = client;
  }

  static async open(name: string, services: Services): Promise<Api> {
    const module: Readonly<Record<string, unknown>> = await import(`@aws-sdk/client-${name}`);
    const client = Object.keys(module).find((key) => /^[A-Z]\w*Client$/.test(key)) ?? '';
    return new Api(module, new (made<Client>().parse(module[client]))(clientSettings(name, services)));
  }

  /** `Secrets Manager`. */
  get serviceId(): string {
    return this.#client.config.serviceId;
  }

  /** What an action takes; undefined where the service has none of that name. */
  input(action: string): NormalizedSchema | undefined {
    return this.#schemas(action)?.input;
  }

  /** Rejects with an ApiError. */
  async call(
    action: string,
    asked: JsonObject,
    { times, signal }: { times: Timestamps; signal: AbortSignal },
  ): Promise<Answer> {
    const schemas = this.#schemas(action);
    if (!schemas) throw new ApiError(thrown.parse({ name: 'UnknownOperationException', message: action }), false);
    const command = new (made<Command>().parse(this.#module[`${pascal(action)}Command`]))(toSdk(schemas.input, asked));
    let response: unknown;
    const keep: Middleware = (next) => async (args) => {
      const result = await next(args);
      response = result.response;
      return result;
    };
    command.middlewareStack.add(keep, { step: 'deserialize', priority: 'low' });
    try {
      const said = await this.#client.send(command, { abortSignal: signal });
      const { $metadata } = answered.parse(said);
      const told = output.parse(await fromSdk(schemas.output, said, times));
      return { output: told, http: httpOf(response, $metadata.requestId ?? '') };
    } catch (error) {
      const { success, data } = thrown.safeParse(error);
      if (!success || error instanceof z.ZodError) throw error;
      throw new ApiError(data, typeof this.#module[data.name] === 'function');
    }
  }

  #schemas(action: string) {
    const operation = this.#module[`${pascal(action)}$`];
    if (!Array.isArray(operation)) return undefined;
    const [, , , , input, output] = operation;
    return { input: NormalizedSchema.of(input), output: NormalizedSchema.of(output) };
  }
}

function httpOf(response: unknown, requestId: string): JsonObject {
  const { statusCode, headers } = httpResponse.parse(response);
  const all: Json = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return {
    SdkHttpMetadata: { AllHttpHeaders: all, HttpHeaders: headers, HttpStatusCode: statusCode },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
