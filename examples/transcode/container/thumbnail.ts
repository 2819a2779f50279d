import { join } from 'node:path';
import { z } from 'zod';
import { uploadFile } from './bucket.ts';
import { ran, reading } from './ffmpeg.ts';
import type { Work } from './folder.ts';

const options = z.object({
  to: z.string(),
  at: z.string(),
  width: z.coerce.number(),
  height: z.coerce.number(),
});

/** Makes a picture of a film: of the frames around a moment the one that is most like the others. */
export const makeThumbnail: Work = async ({ folder, file }, given) => {
  const { to, at, width, height } = options.parse(given);
  const picture = join(folder, 'thumbnail.jpg');
  const filter = `thumbnail=50,scale=${width}:${height},setsar=1`;
  await ran('ffmpeg', ['-nostdin', '-ss', at, ...reading(file), '-vf', filter, '-frames:v', '1', picture]);
  await uploadFile(picture, to, 'image/jpeg');
  return `thumbnail: ${width}x${height}`;
};
