import { TributaryError } from '../core/errors.ts';
import type { Pipeline } from '../definition/define-pipeline.ts';
import type { Delivered } from './delivered.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html, which is how ingest freezes an upload. */
const maxCopyBytes = 5 * 1024 ** 3;

/** Throws InputTooLarge where the pipeline could not work on what a source delivered. */
export function refuseTooLarge({ source, objects }: Delivered, batch: string, { maxSourceBytes }: Pipeline): void {
  const bytes = objects.reduce((sum, { size }) => sum + size, 0);
  if (bytes > maxSourceBytes) {
    throw new TributaryError(
      'InputTooLarge',
      `${source.name} has ${bytes} bytes in batch ${batch}; this pipeline takes at most ${maxSourceBytes} of one source. ` +
        'Upload less, or raise maxSourceBytes in pipeline/pipeline.ts together with the disk of preprocess and aggregate.',
    );
  }
  const large = objects.find(({ size }) => size > maxCopyBytes);
  if (large) {
    throw new TributaryError(
      'InputTooLarge',
      `${large.key} has ${large.size} bytes; S3 copies at most ${maxCopyBytes} at once. Upload it in several files.`,
    );
  }
}
