import { randomBytes } from 'node:crypto'
import { KeyRingError } from './errors.ts'
import { Secret } from './secret.ts'

/** Bytes in a key: AES-256. */
const KEY_BYTES = 32

/** At most 32 long, so that a key pasted in the id's place (43 or 64 characters) is never taken, and printed, as an id. */
const KEY_ID = /^[A-Za-z0-9._-]{1,32}$/
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** The keys that seal and open. Prints without them: each is a `Secret`, in base64. */
export interface KeyRing {
  /** The id of the key that seals; all open. */
  readonly sealingKeyId: string
  readonly keys: ReadonlyMap<string, Secret>
}

/**
 * Reads a ring from the text of `ENCRYPTION_KEYS`: `id:base64 of 32 bytes`, comma-separated. The first seals, all open; so a new key
 * is put in front and the old one stays until nothing is sealed with it.
 * @throws KeyRingError that names the entry and what is wrong with it, and never prints a key.
 */
export function parseKeyRing(text: string): KeyRing {
  if (text.trim() === '') throw new KeyRingError('There is no key. Write at least one as id:base64 of 32 bytes.')
  const keys = new Map<string, Secret>()
  for (const [index, entry] of text.split(',').entries()) {
    const place = `Key ${index + 1}`
    const [id, key] = parseEntry(place, entry.trim())
    if (keys.has(id)) throw new KeyRingError(`${place} has the id of an earlier one (${id}). Give each its own.`)
    keys.set(id, key)
  }
  const [sealingKeyId = ''] = keys.keys()
  return { sealingKeyId, keys }
}

/**
 * Makes a new random key, as the text of one entry for `ENCRYPTION_KEYS`. The id takes letters, digits, `.`, `_` and `-`, at most 32.
 * @throws KeyRingError where the id does not fit.
 */
export function makeKey(id: string): string {
  if (!KEY_ID.test(id)) throw new KeyRingError('A key id has 1 to 32 letters, digits, dots, underscores or hyphens.')
  return `${id}:${randomBytes(KEY_BYTES).toString('base64')}`
}

function parseEntry(place: string, entry: string): [id: string, key: Secret] {
  if (entry === '') throw new KeyRingError(`${place} is empty. Is there a comma too many?`)
  const colon = entry.indexOf(':')
  if (colon === -1) throw new KeyRingError(`${place} has no colon. Write id:base64 of 32 bytes.`)
  const id = entry.slice(0, colon)
  const encoded = entry.slice(colon + 1)
  if (!KEY_ID.test(id)) {
    throw new KeyRingError(`${place} has no proper id: 1 to 32 letters, digits, dots, underscores or hyphens.`)
  }
  const bytes = Buffer.from(encoded, 'base64')
  if (!BASE64.test(encoded) || bytes.toString('base64') !== encoded) {
    throw new KeyRingError(`${place} (${id}) is not base64. Make one with: openssl rand -base64 32`)
  }
  if (bytes.length !== KEY_BYTES) {
    throw new KeyRingError(`${place} (${id}) has ${bytes.length} bytes, not ${KEY_BYTES}.`)
  }
  bytes.fill(0)
  return [id, new Secret(encoded)]
}
