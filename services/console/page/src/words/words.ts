import { en } from './en.ts'

/** Every text of the page, in one language. A new language is one more file of this type, added to `LANGUAGES`. */
export type Words = typeof en

const LANGUAGES: Record<string, Words> = { en }

/** The words in the first of the person's languages that there are, else in English. */
export const words: Words =
  navigator.languages.map((language) => LANGUAGES[language.split('-', 1)[0] ?? '']).find((found) => found) ?? en
