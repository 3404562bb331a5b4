/** The text of a key ring cannot be read. The message names the entry by its place, never what stands in it. */
export class KeyRingError extends Error {
  override readonly name = 'KeyRingError'
  readonly code = 'key_ring_unreadable'
}

/** Something that cannot be sealed or opened faithfully was given: a text with half characters, or an empty id. */
export class SealInputError extends Error {
  override readonly name = 'SealInputError'
  readonly code = 'seal_input'
}

/** The key that sealed this is not in the ring. Put it back (`ENCRYPTION_KEYS`, any place but the first). */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError'
  readonly code = 'unknown_key'
  readonly keyId: string

  constructor(keyId: string) {
    super(
      `The key ring has no key ${JSON.stringify(keyId)}. Add it to ENCRYPTION_KEYS again, after the one that seals now.`,
    )
    this.keyId = keyId
  }
}

/** The sealed bytes were changed, or belong to another connection or partner, or another key has this key's id. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError'
  readonly code = 'seal_broken'
}
