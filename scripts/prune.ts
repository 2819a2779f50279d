import { pruneAll } from '../deployment/prune.ts';

const [region = '', ...functionNames] = process.argv.slice(2);

/** `prune <region> <function> …`: deletes the versions of functions that no execution can need any more. */
await pruneAll(functionNames, region);
