import { randomBytes } from 'node:crypto'

/** An id as Gradient shows them: 24 hexadecimal digits. */
export function newObjectId(): string {
  return randomBytes(12).toString('hex')
}

/** A partner key. Opaque to clients; only its length and characters (8 to 512 visible ones) may be relied on. */
export function newPartnerKey(): string {
  return randomBytes(27).toString('base64url')
}
