import { SealInputError, UnknownKeyError } from './errors.ts'
import type { KeyRing } from './keyring.ts'

export const SEAL_ALGORITHM = 'aes-256-gcm'
/** GCM's own nonce length. Random 96-bit nonces are safe for 2^32 seals with one key; a vendor has thousands of partners. */
export const NONCE_BYTES = 12
export const TAG_BYTES = 16

/** Changes with the format, so that bytes of one version never open as another. */
const VERSION_LABEL = 'gradient-bridge partner key v1'

/** Whose key it is. Both ids are bound into the seal: moved to another row, it does not open. */
export interface SealOwner {
  readonly connectionId: string
  readonly partnerId: string
}

/** A partner's key as it is stored. */
export interface SealedKey {
  /** The ring's key that sealed it. */
  readonly keyId: string
  /** 12 bytes. */
  readonly nonce: Buffer
  /** The encrypted text with GCM's 16-byte tag after it. */
  readonly ciphertext: Buffer
}

/** The authenticated data: each part with its length in front, so that no two owners can be written alike. */
export function additionalDataFor(owner: SealOwner): Buffer {
  const parts = [VERSION_LABEL, owner.connectionId, owner.partnerId].flatMap((part) => {
    if (part === '') throw new SealInputError('A seal needs the id of the connection and of the partner.')
    const bytes = encodeText(part)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return [length, bytes]
  })
  return Buffer.concat(parts)
}

/** UTF-8; a text with half characters would come back changed, so it is refused. */
export function encodeText(text: string): Buffer {
  if (!text.isWellFormed()) throw new SealInputError('A text to seal, or an id, has half a character in it.')
  return Buffer.from(text, 'utf8')
}

/** The key's bytes. @throws UnknownKeyError */
export function keyBytes(ring: KeyRing, keyId: string): Buffer {
  const key = ring.keys.get(keyId)
  if (key === undefined) throw new UnknownKeyError(keyId)
  return Buffer.from(key.reveal(), 'base64')
}
