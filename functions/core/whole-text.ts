import { z } from 'zod';

/** SQL of a text for `wholeText`: the engine's API drops a byte order mark that a text begins with. */
export const inWhole = (text: string) => `'.' || ${text}`;

/** The text of `inWhole`. */
export const ofWhole = (text: string) => text.slice(1);

/** Reads such a text. */
export const wholeText = z.string().transform(ofWhole);
