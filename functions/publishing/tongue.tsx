import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { english, type Language, languageOf } from '../core/language.ts';
import { en, type Words } from './words/en/en.ts';
import { ko } from './words/ko/ko.ts';

/** What a page is written in: how values are written, and the words around them. */
export interface Tongue extends Language {
  readonly words: Words;
}

const all: Readonly<Record<string, Words>> = { en, ko };

/** The tongue of a locale; where nobody has translated the words, they are English, and values are written as there. */
export const tongueOf = (locale: string): Tongue => ({
  ...languageOf(locale),
  words: all[new Intl.Locale(locale).language] ?? en,
});

/** What the components of a page write in. */
export const Spoken = createContext<Tongue>({ ...english, words: en });
export const useTongue = (): Tongue => useContext(Spoken);
