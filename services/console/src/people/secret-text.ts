import { createHash, randomBytes } from 'node:crypto'

/** A text that nobody can guess: 32 random bytes, in letters that may stand in a cookie. */
export function newSecretText(): string {
  return randomBytes(32).toString('base64url')
}

/** Whether this may be such a text. */
export function isSecretText(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}

/** The SHA-256 of a text: all that is ever kept of it. */
export function hashText(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
