/** What comes along when a text is copied out of a page or a mail, and is never part of a key: white space, line ends, characters without width. */
const CAME_ALONG = /[\s\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff]/gu
const SHORTEST_KEY = 8
const LONGEST_KEY = 512

/** A pasted key without what came along with it. */
export function cleanKey(pasted: string): string {
  return pasted.replace(CAME_ALONG, '')
}

/** Why nobody need be asked about this key: there is none, or it can be none (gradient-api.md: 8 to 512 visible characters). */
export type KeyFlaw = 'missing' | 'too_short' | 'too_long' | 'odd_characters'

/** Looks at a clean key. */
export function flawOf(key: string): KeyFlaw | null {
  if (key === '') return 'missing'
  if (!/^[\x21-\x7e]*$/.test(key)) return 'odd_characters'
  if (key.length < SHORTEST_KEY) return 'too_short'
  return key.length > LONGEST_KEY ? 'too_long' : null
}
