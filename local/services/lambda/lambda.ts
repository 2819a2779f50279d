import type { Server } from 'node:http';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import type { Datum } from '../cloudwatch.ts';
import { RestRefusal, restServer } from '../rest-server.ts';
import type { Zips } from '../zips.ts';
import { aliasChange, aliasSaid } from './alias.ts';
import { type FirstFunction, LocalFunction } from './function.ts';

export interface LambdaOptions {
  /** By their names; looked up when they are first asked for. */
  readonly functions: Readonly<Record<string, FirstFunction>>;
  readonly zips: Zips;
  /** From 0 up to 1: which version of an alias with several is called. */
  readonly random: () => number;
  /** Is told the metrics of each call. */
  readonly count?: (datum: Datum) => void;
}

const jsonOf = (body: Buffer): unknown => JSON.parse(body.toString() || '{}');
const codeSaid = z.object({ S3Bucket: z.string(), S3Key: z.string() });
const published = z.object({ CodeSha256: z.string().optional() });
const aliasNamed = aliasSaid.extend({ Name: z.string() });

/** Lambda on this machine, for functions whose code is changed while the stack is there: it runs as processes. */
export function lambda(options: LambdaOptions): { readonly server: Server; stop(): Promise<void> } {
  const known = new Map<string, LocalFunction>();
  const find = (name = '') => {
    const first = options.functions[name];
    if (!first) throw new RestRefusal(404, 'ResourceNotFoundException', `Function not found: ${name}`);
    const one = known.get(name) ?? new LocalFunction(name, first);
    known.set(name, one);
    return one;
  };
  const at = '/2015-03-31/functions/(?<name>[^/]+)';
  const server = restServer('Lambda', {
    [`GET ${at}/configuration`]: ({ path, query }) => ({
      body: find(path.name).configuration(query.get('Qualifier') ?? undefined),
    }),
    [`PUT ${at}/code`]: async ({ path, body }) => {
      const { S3Bucket, S3Key } = codeSaid.parse(jsonOf(body));
      const one = find(path.name);
      return { body: one.updateCode(await zipIn(options.zips, S3Bucket, S3Key)) };
    },
    [`POST ${at}/versions`]: ({ path, body }) => ({
      ...{ status: 201, body: find(path.name).publish(published.parse(jsonOf(body)).CodeSha256) },
    }),
    [`POST ${at}/aliases`]: ({ path, body }) => {
      const { Name, ...said } = aliasNamed.parse(jsonOf(body));
      return { status: 201, body: find(path.name).createAlias(Name, said).told() };
    },
    [`GET ${at}/aliases/(?<alias>[^/]+)`]: ({ path }) => ({
      body: find(path.name)
        .alias(path.alias ?? '')
        .told(),
    }),
    [`PUT ${at}/aliases/(?<alias>[^/]+)`]: ({ path, body }) => {
      const alias = find(path.name).alias(path.alias ?? '');
      alias.update(aliasChange.parse(jsonOf(body)));
      return { body: alias.told() };
    },
    [`POST ${at}/invocations`]: async ({ path, query, body }) => {
      const [one, qualifier] = [find(path.name), query.get('Qualifier') ?? '$LATEST'];
      const { payload, failed, version } = await one.call(qualifier, jsonOf(body), options.random());
      for (const datum of metricsOf(one.name, qualifier, failed)) options.count?.(datum);
      const headers = { 'x-amz-executed-version': version, ...(failed && { 'x-amz-function-error': 'Unhandled' }) };
      return { headers, body: JSON.stringify(payload) };
    },
  });
  return { server, stop: async () => void (await Promise.all([...known.values()].map((one) => one.close()))) };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
function metricsOf(FunctionName: string, qualifier: string, failed: boolean): Datum[] {
  const resources = qualifier === '$LATEST' ? [] : [{ FunctionName, Resource: `${FunctionName}:${qualifier}` }];
  return [{ FunctionName }, ...resources].map((dimensions) => ({
    ...{ namespace: 'AWS/Lambda', metric: 'Errors', dimensions, value: failed ? 1 : 0 },
  }));
}

/** Refuses, as Lambda does at once, what is not there and what is no zip. */
async function zipIn(zips: Zips, bucket: string, key: string): Promise<Uint8Array> {
  const invalid = (message: string) => new RestRefusal(400, 'InvalidParameterValueException', message);
  const zip = await zips.read(bucket, key).catch((error: unknown) => {
    if (!(error instanceof S3ServiceException)) throw error;
    throw invalid(`Error occurred while GetObject. S3 Error Code: ${error.name}. S3 Error Message: ${error.message}`);
  });
  try {
    unzipSync(zip);
    return zip;
  } catch {
    throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
  }
}
