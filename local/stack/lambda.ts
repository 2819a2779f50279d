import { z } from 'zod';
import { zipped } from '../services/zips.ts';
import { arnOf, type Kind } from './kind.ts';

const environment = z.object({ Variables: z.record(z.string(), z.string()).default({}) });
const functionProperties = z.object({
  FunctionName: z.string().optional(),
  Handler: z.string(),
  Code: z.object({ ZipFile: z.string() }),
  Environment: environment.default({ Variables: {} }),
});

/** A function whose first code stands in the template, and whose next is deployed by its API. */
export const lambdaFunction: Kind = {
  needs: ['lambda', 's3'],
  make: async (id, properties, { named, functions }) => {
    const { FunctionName = named(id), Handler: handler, Code, Environment } = functionProperties.parse(properties);
    const zip = zipped({ 'index.js': new TextEncoder().encode(Code.ZipFile) });
    functions[FunctionName] = { handler, environment: Environment.Variables, zip };
    return { ref: FunctionName, attributes: { Arn: arnOf('lambda', `function:${FunctionName}`) } };
  },
};

const versionProperties = z.object({ FunctionName: z.string() });
const versionMade = z.object({ FunctionArn: z.string(), Version: z.string() });

/** A version of a function, as its code is when the stack is made. */
export const version: Kind = {
  needs: ['lambda', 's3'],
  make: async (_id, properties, { ask }) => {
    const { FunctionName } = versionProperties.parse(properties);
    const { FunctionArn, Version } = versionMade.parse(await ask('lambda', 'publishVersion', { FunctionName }));
    return { ref: FunctionArn, attributes: { FunctionArn, Version } };
  },
};

const aliasProperties = z.object({ FunctionName: z.string(), FunctionVersion: z.string(), Name: z.string() });
const aliasMade = z.object({ AliasArn: z.string() });

/** A name that calls go to, whatever version it means. */
export const alias: Kind = {
  needs: ['lambda', 's3'],
  make: async (_id, properties, { ask }) => {
    const { AliasArn } = aliasMade.parse(await ask('lambda', 'createAlias', aliasProperties.parse(properties)));
    return { ref: AliasArn, attributes: { AliasArn } };
  },
};
