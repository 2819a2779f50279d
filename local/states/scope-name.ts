/** The name of a branch of a state: `Map@2` in the third iteration of Map, joined with `/` where nested. */
export const within = (scope: string, name: string, at: number | 'run' | '') => `${scope && `${scope}/`}${name}@${at}`;
