import { z } from 'zod';
import { jsonText } from '../core/json.ts';

/** The environment, read once and in one place; each value where the code that needs it asks for it. */
const variables = {
  bucket: 'BUCKET',
  stateMachineArn: 'STATE_MACHINE_ARN',
  queueUrl: 'QUEUE_URL',
  topicArn: 'TOPIC_ARN',
  stage: 'STAGE',
  /** Of Glue, whose tables Athena reads, where batches may go past one function. */
  glueDatabase: 'GLUE_DATABASE',
  /** Of e-mails about reports, where the stage has them sent; several recipients have commas between them. */
  mailFrom: 'MAIL_FROM',
  mailTo: 'MAIL_TO',
  /** The address of the site, where the stage has one. */
  reportsUrl: 'REPORTS_URL',
  /** Of the folder `pipeline/`; the bundler puts it into the code. */
  fingerprint: 'PIPELINE_FINGERPRINT',
  codeVersion: 'CODE_VERSION',
  /** JSON: the functions' architecture, and the memory of each; the bundler puts it into the code. */
  deployedAs: 'DEPLOYED_AS',
  /** Caps `quietFor` of every source where all files are there before the first event: 0 in a local run. */
  quietAtMostSeconds: 'QUIET_AT_MOST_SECONDS',
  /** JSON: by source, the URL of the server that is asked on this stage instead of its origin's. */
  originAddresses: 'ORIGIN_ADDRESSES',
  /** Where local disk space is. */
  scratch: 'SCRATCH_DIRECTORY',
  memoryMegabytes: 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  endpoint: 'AWS_ENDPOINT_URL_S3',
} as const;

/** One setting; throws with the variable's name where it is not set. */
export function config(name: keyof typeof variables): string {
  const value = configOptional(name);
  if (value !== undefined) return value;
  throw new Error(`The environment variable ${variables[name]} is not set: see the function's function.yml.`);
}

export const configOptional = (name: keyof typeof variables): string | undefined =>
  z.string().min(1).optional().catch(undefined).parse(environment()[variables[name]]);

/** By source, where it is on this stage instead of where `pipeline/` says. */
export const originAddresses = () =>
  jsonText(z.record(z.string(), z.url())).parse(configOptional('originAddresses') ?? '{}');

/** How the functions are deployed, which says what they cost; undefined where nobody has told. */
export const deployedAs = () => deployedSchema.safeParse(configOptional('deployedAs')).data;

const deployedSchema = jsonText(
  z.object({ architecture: z.enum(['arm64', 'x86_64']), megabytes: z.record(z.string(), z.number()) }),
);

/** Those that the bundler replaces by their values are written out. */
const environment = (): Readonly<Record<string, string | undefined>> => ({
  ...process.env,
  PIPELINE_FINGERPRINT: process.env.PIPELINE_FINGERPRINT,
  CODE_VERSION: process.env.CODE_VERSION,
  DEPLOYED_AS: process.env.DEPLOYED_AS,
});
