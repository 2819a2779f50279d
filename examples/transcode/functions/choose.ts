import { handlerOf } from '../../bricks/handler.ts';
import { filmIn } from '../film/film.ts';
import { probe } from '../film/probe.ts';
import { renditionsOf } from '../film/renditions.ts';

/** Says what is made of an upload, or why nothing can be. */
export const handler = handlerOf(probe, async (probed) => {
  const film = filmIn(probed);
  const renditions = renditionsOf(film);
  const thumbnail = { ...renditions.at(-1), at: film.seconds / 10 };
  return { film, renditions, thumbnail };
});
