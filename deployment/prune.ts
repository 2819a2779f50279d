import { DeleteFunctionCommand, LambdaClient, paginateListVersionsByFunction } from '@aws-sdk/client-lambda';

/** A failed execution can be redriven for 14 days (https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html). */
const keptDays = 15;

/**
 * Deletes the versions of a function that another one took the place of so long ago that no execution of them runs or
 * can be redriven any more.
 */
export async function prune(functionName: string, client: LambdaClient, now = new Date()): Promise<void> {
  const versions: { readonly version: string; readonly made: number }[] = [];
  for await (const page of paginateListVersionsByFunction({ client }, { FunctionName: functionName })) {
    for (const { Version: version = '', LastModified = '' } of page.Versions ?? []) {
      if (version !== '$LATEST') versions.push({ version, made: Date.parse(LastModified) });
    }
  }
  const inOrder = versions.toSorted((a, b) => Number(a.version) - Number(b.version));
  const replacedBefore = now.getTime() - keptDays * 86_400_000;
  for (const [at, { version }] of inOrder.entries()) {
    const next = inOrder[at + 1];
    if (!next || next.made > replacedBefore) continue;
    await client.send(new DeleteFunctionCommand({ FunctionName: functionName, Qualifier: version }));
  }
}

/** Likewise, of several functions. */
export async function pruneAll(functionNames: readonly string[], region: string): Promise<void> {
  const client = new LambdaClient({ region });
  for (const name of functionNames) await prune(name, client);
}
