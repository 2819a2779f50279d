import type { Log } from '../../functions/core/world.ts';

/** Whoever listens hears every event, at whatever level. */
export const logTo = (listener: Log['info']): Log => ({ info: listener, warn: listener, error: listener });

export const silent: Log = logTo(() => undefined);
