import { z } from 'zod';
import { Failure } from '../failure.ts';
import { type Json, type JsonObject, json } from '../json.ts';
import { functionName } from './resource.ts';

/** The code of each function, by its name. */
export type Functions = Readonly<Record<string, (payload: unknown) => Promise<unknown>>>;

/** Calls a function; rejects with what it has thrown, as Lambda tells it: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export async function callFunction(functions: Functions, name: string, payload: Json): Promise<Json> {
  const code = functions[name];
  if (!code) throw notThere(name);
  try {
    return json.parse(JSON.parse(JSON.stringify((await code(payload)) ?? null)));
  } catch (error) {
    const { name: errorType, message } = thrown.parse(error);
    throw new Failure(errorType, JSON.stringify({ errorType, errorMessage: message, trace: [] }));
  }
}
const thrown = z
  .object({ name: z.string(), message: z.string() })
  .catch(({ input }) => ({ name: typeof input, message: String(input) }));

const notThere = (name: string) =>
  new Failure(
    'Lambda.ResourceNotFoundException',
    `Function not found: ${name} (Service: Lambda, Status Code: 404, Request ID: local)`,
  );

const invocation = z.object({ FunctionName: z.string(), Payload: json.optional() });

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export async function invokeFunction(functions: Functions, input: Json): Promise<JsonObject> {
  const { FunctionName, Payload = {} } = invocation.parse(input);
  const payload = typeof Payload === 'string' ? parsed(Payload) : Payload;
  const answer = await callFunction(functions, functionName(FunctionName), payload);
  return {
    ExecutedVersion: '$LATEST',
    Payload: answer,
    SdkHttpMetadata: { AllHttpHeaders: {}, HttpHeaders: {}, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: 'local' },
    StatusCode: 200,
  };
}

/** A text is taken for JSON, where it is some. */
function parsed(payload: string): Json {
  try {
    return json.parse(JSON.parse(payload));
  } catch {
    return payload;
  }
}
