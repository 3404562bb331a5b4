import { ProblemError } from './problem.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })
const STRINGS = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?/g

/**
 * Reads a JSON body. Stricter than `JSON.parse`, because each of these would change what the caller meant without a word: bytes that are
 * not UTF-8, half characters, NUL characters, and a name that is there twice (every body of ours is one flat object).
 * @throws ProblemError
 */
export function parseJsonBody(body: Buffer | string): unknown {
  const text = typeof body === 'string' ? body : decode(body)
  if (text.trim() === '') throw new ProblemError('malformed_json', 'The body is empty.')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ProblemError('malformed_json', 'The body cannot be read as JSON.')
  }
  const names = new Set<string>()
  STRINGS.lastIndex = 0
  // One expression for all bodies: `matchAll` would make a copy of it for each.
  for (let match = STRINGS.exec(text); match !== null; match = STRINGS.exec(text)) {
    const [, string = '', colon] = match
    const read = string.includes('\\') ? String(JSON.parse(`"${string}"`)) : string
    if (read.includes('\0')) throw new ProblemError('malformed_request', 'The body has a NUL character in it.')
    if (!read.isWellFormed())
      throw new ProblemError('malformed_request', 'The body has half a character (a lone surrogate) in it.')
    if (colon === undefined) continue
    if (names.has(read))
      throw new ProblemError('malformed_request', 'The body has the same name twice, or an object within an object.')
    names.add(read)
  }
  return value
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new ProblemError('bad_encoding', 'Send the body in UTF-8.')
  }
}
