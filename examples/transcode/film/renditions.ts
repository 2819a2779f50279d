import type { Film } from './film.ts';

/** One of the sizes that a film is offered in. */
export interface Rendition {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** At most, a second. */
  readonly kilobits: number;
}

/** By the shorter side, so that a film taken upright is offered as well as any other. */
const ladder = [
  { side: 1080, kilobits: 5000 },
  { side: 720, kilobits: 2800 },
  { side: 480, kilobits: 1400 },
  { side: 360, kilobits: 800 },
];
const smallest = { kilobits: 400 };

/** The largest first; none is larger than the film, and there is always one. */
export function renditionsOf({ width, height }: Pick<Film, 'width' | 'height'>): Rendition[] {
  const own = Math.min(width, height);
  const steps = ladder.filter(({ side }) => side <= own);
  return (steps.length > 0 ? steps : [{ side: own, ...smallest }]).map(({ side, kilobits }) => ({
    name: `${side}p`,
    width: even((width * side) / own, width),
    height: even((height * side) / own, height),
    kilobits,
  }));
}

/** H.264 has half as many points of colour as of light, each way, and so no odd sides. */
const even = (side: number, most: number) => Math.max(2, 2 * Math.min(Math.round(side / 2), Math.floor(most / 2)));
