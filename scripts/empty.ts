import { empty } from '../deployment/empty.ts';

const [region = '', bucket = ''] = process.argv.slice(2);

/** `empty <region> <bucket>`: erases all that a bucket holds, old versions too. */
console.log(`${await empty(bucket, region)} objects and versions of ${bucket} are erased.`);
