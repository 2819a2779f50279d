import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';

/** Erases all that a bucket holds, old versions too, and says how many these were; throws with the first that stays. */
export async function empty(bucket: string, region: string): Promise<number> {
  const client = new S3Client({ region });
  for (let erased = 0; ; ) {
    // What is erased is not listed again, so that the first page is always the next.
    const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return erased;
    const erase = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
    const { Errors: [failed] = [] } = await client.send(erase);
    if (failed) throw new Error(`${failed.Key} could not be erased (${failed.Code}: ${failed.Message}): try again.`);
    erased += Objects.length;
  }
}
