import { createDecipheriv } from 'node:crypto'
import { SealBrokenError } from './errors.ts'
import type { KeyRing } from './keyring.ts'
import {
  additionalDataFor,
  keyBytes,
  NONCE_BYTES,
  SEAL_ALGORITHM,
  type SealedKey,
  type SealOwner,
  TAG_BYTES,
} from './seal-format.ts'
import { Secret } from './secret.ts'

/**
 * Opens what `seal` made. This is the open door: only the two workers and the gateway's connect route may import it.
 * @throws UnknownKeyError where the sealing key is no longer in the ring.
 * @throws SealBrokenError where a bit was changed, or the bytes belong to another connection, partner or key.
 */
export function openSealed(ring: KeyRing, sealed: SealedKey, owner: SealOwner): Secret {
  const key = keyBytes(ring, sealed.keyId)
  try {
    if (sealed.nonce.length !== NONCE_BYTES || sealed.ciphertext.length < TAG_BYTES) {
      throw new Error('too short or too long')
    }
    const tagStart = sealed.ciphertext.length - TAG_BYTES
    const decipher = createDecipheriv(SEAL_ALGORITHM, key, sealed.nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(additionalDataFor(owner))
    decipher.setAuthTag(sealed.ciphertext.subarray(tagStart))
    const plaintext = Buffer.concat([decipher.update(sealed.ciphertext.subarray(0, tagStart)), decipher.final()])
    const secret = new Secret(plaintext.toString('utf8'))
    plaintext.fill(0)
    return secret
  } catch (cause) {
    throw new SealBrokenError(
      `The stored key of partner ${owner.partnerId}, connection ${owner.connectionId}, does not open with key ${sealed.keyId}: its bytes were changed, or it was sealed for another connection or with another key. Let the partner paste the key again.`,
      { cause },
    )
  } finally {
    key.fill(0)
  }
}
