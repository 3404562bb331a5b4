/** Dashes and quotation marks of every kind, which a keyboard has only one of. */
const DASHES = /[\u2010-\u2015\u2212]/gu
const SINGLE_QUOTES = /[\u2018\u2019\u201a\u02bc]/gu
const DOUBLE_QUOTES = /[\u201c\u201d\u201e]/gu

/** Whether what was typed is this name, for a person: case, spaces and the shape of dashes and quotation marks aside. */
export function isSameName(typed: string, name: string): boolean {
  return plain(typed) === plain(name)
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(DASHES, '-')
    .replace(SINGLE_QUOTES, "'")
    .replace(DOUBLE_QUOTES, '"')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLocaleLowerCase('en')
}
