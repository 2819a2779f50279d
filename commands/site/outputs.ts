import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { isNobody, logIn } from './refused.ts';

const outputsSchema = z.object({
  BucketName: z.string(),
  UploadsQueueUrl: z.string(),
  DeadLettersUrl: z.string(),
  StateMachineArn: z.string(),
  TopicArn: z.string(),
  /** The fingerprint of `pipeline/` as it was deployed. */
  Definition: z.string(),
  /** The address of the site, where the stage has one. */
  ReportsUrl: z.string().optional(),
});
/** What the stack of a stage made, by the names of its outputs. */
export type Outputs = z.infer<typeof outputsSchema>;

/** Asks CloudFormation by way of `serverless info`; throws with advice where there is no such stage, or it is an older one. */
export async function outputsOf(stage: string, region: string | undefined): Promise<Outputs> {
  const where = ['--stage', stage, ...(region === undefined ? [] : ['--region', region])];
  const asked = ['node_modules/serverless/bin/serverless.js', 'info', '--verbose', ...where];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, asked, { env: process.env });
    return readOutputs(stdout);
  } catch (error) {
    const { stdout = '', stderr = '', message } = failure.parse(error);
    const [, told = message] = /^Error:\s+(.+)/m.exec(`${stderr}\n${stdout}`) ?? [];
    throw new Error(`The stage ${stage} does not answer: ${isNobody(told) ? logIn : told}`, { cause: error });
  }
}

const failure = z.looseObject({ stdout: z.string().optional(), stderr: z.string().optional(), message: z.string() });

/** Of what `serverless info --verbose` prints. */
export function readOutputs(text: string): Outputs {
  const lines = [...text.matchAll(/^\s+(\w+): (\S+)\s*$/gm)].map(([, name, value]) => [name, value]);
  const outputs = outputsSchema.safeParse(Object.fromEntries(lines));
  if (outputs.success) return outputs.data;
  const lacking = outputs.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Error(`its stack has no ${lacking}. Deploy it again.`);
}
