import { createCipheriv, randomBytes } from 'node:crypto'
import type { KeyRing } from './keyring.ts'
import {
  additionalDataFor,
  encodeText,
  keyBytes,
  NONCE_BYTES,
  SEAL_ALGORITHM,
  type SealedKey,
  type SealOwner,
  TAG_BYTES,
} from './seal-format.ts'
import type { Secret } from './secret.ts'

/**
 * Seals a partner's key with the ring's first key: AES-256-GCM, a fresh random nonce, the connection's and the partner's id as
 * authenticated data. Whoever may open it again is a short list: `@bridge/vault/open` is a door of its own.
 * @throws SealInputError for a text with half characters or an empty id.
 */
export function seal(ring: KeyRing, input: SealOwner & { readonly plaintext: Secret }): SealedKey {
  const nonce = randomBytes(NONCE_BYTES)
  const key = keyBytes(ring, ring.sealingKeyId)
  const plaintext = encodeText(input.plaintext.reveal())
  try {
    const cipher = createCipheriv(SEAL_ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
    cipher.setAAD(additionalDataFor(input))
    const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
    return { keyId: ring.sealingKeyId, nonce, ciphertext }
  } finally {
    key.fill(0)
    plaintext.fill(0)
  }
}
