/** A word as it stands above a column: with a capital letter. */
export function heading(word: string): string {
  return word.charAt(0).toLocaleUpperCase() + word.slice(1)
}
