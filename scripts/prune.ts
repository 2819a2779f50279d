import { LambdaClient } from '@aws-sdk/client-lambda';
import { prune } from '../deployment/prune.ts';

const [region = '', ...functionNames] = process.argv.slice(2);

/** `prune <region> <function> …`: deletes the versions that no execution can need any more. */
for (const name of functionNames) await prune(name, new LambdaClient({ region }));
