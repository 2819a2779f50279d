import { writeNotThere } from '../deployment/not-there.ts';

const [region = '', bucket = ''] = process.argv.slice(2);

/** `not-there <region> <bucket>`: writes the page that the site of a stage shows for what is not there. */
await writeNotThere(bucket, region);
