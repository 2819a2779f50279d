import { Refused } from '../../bricks/handler.ts';
import type { Probe, Stream } from './probe.ts';

/** A film as it is shown: turned the right way up, its pixels square. */
export interface Film {
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
}

/** Throws what a person can mend, with the name that the state machine catches. */
export function filmIn({ bytes, refused, streams, format, read }: Probe): Film {
  if (bytes === 0) throw new Refused('EmptyFile', 'The file is empty: was its upload broken off?');
  if (streams.length > 0 && !streams.some(isPicture)) throw new Refused('NoPicture', 'The file has no moving picture.');
  if (refused !== undefined)
    throw new Refused('Unreadable', `The file cannot be read as a film; ffmpeg says: ${refused}`);
  const { duration: seconds = read.seconds } = format;
  if (read.seconds < seconds * 0.95 - 0.25) {
    throw new Refused('CutOff', `The file ends after ${told(read.seconds)} of the ${told(seconds)} that it promises.`);
  }
  if (read.frames < 2) throw new Refused('NoPicture', 'The file has a picture, but none that moves.');
  return { ...shown(streams.find(isPicture)), seconds };
}

const told = (seconds: number) => `${seconds.toFixed(1)} s`;

/** The cover of a song is a picture, too. */
const isPicture = ({ codec_type, disposition }: Stream) => codec_type === 'video' && disposition.attached_pic === 0;

/** Phones write a film as the sensor sees it and tell how to turn it; other cameras have pixels that are no squares. */
function shown(picture: Stream | undefined): Pick<Film, 'width' | 'height'> {
  const { width = 0, height = 0, sample_aspect_ratio = '', side_data_list = [] } = picture ?? {};
  if (width === 0 || height === 0) throw new Refused('Unreadable', 'The file does not tell the size of its picture.');
  const [across = 1, down = 1] = sample_aspect_ratio.split(':').map((said) => Number(said) || 1);
  const wide = Math.round((width * across) / down);
  const isTurned = side_data_list.some(({ rotation = 0 }) => Math.abs(rotation) % 180 === 90);
  return isTurned ? { width: height, height: wide } : { width: wide, height };
}
