import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SealBrokenError, SealInputError, UnknownKeyError } from './errors.ts'
import { makeKey, parseKeyRing } from './keyring.ts'
import { openSealed } from './open.ts'
import { seal } from './seal.ts'
import { Secret } from './secret.ts'

const oldKey = makeKey('old')
const newKey = makeKey('new')
const ring = parseKeyRing(`${newKey},${oldKey}`)
const owner = { connectionId: '17', partnerId: 'northwind' }

const anyText = fc.string({ unit: 'binary', maxLength: 600 })
const anyId = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 })
const anyOwner = fc.record({ connectionId: anyId, partnerId: anyId })

describe('seal and open', () => {
  test('any text of any owner comes back as it was', () => {
    fc.assert(
      fc.property(anyText, anyOwner, (text, owner) => {
        expect(openSealed(ring, seal(ring, { plaintext: new Secret(text), ...owner }), owner).reveal()).toBe(text)
      }),
    )
  })

  test('any flipped bit, in nonce, text or tag, is refused', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, anywhere) => {
        const sealed = seal(ring, { plaintext: new Secret(text), ...owner })
        const bytes = Buffer.concat([sealed.nonce, sealed.ciphertext])
        const bit = anywhere % (bytes.length * 8)
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const changed = { keyId: sealed.keyId, nonce: bytes.subarray(0, 12), ciphertext: bytes.subarray(12) }
        expect(() => openSealed(ring, changed, owner)).toThrow(SealBrokenError)
      }),
    )
  })

  test('bytes cut or added anywhere are refused', () => {
    const { keyId, nonce, ciphertext } = seal(ring, { plaintext: new Secret('a partner key'), ...owner })
    for (const changed of [
      { keyId, nonce, ciphertext: ciphertext.subarray(1) },
      { keyId, nonce, ciphertext: ciphertext.subarray(0, -1) },
      { keyId, nonce, ciphertext: ciphertext.subarray(0, 15) },
      { keyId, nonce, ciphertext: Buffer.alloc(0) },
      { keyId, nonce, ciphertext: Buffer.concat([ciphertext, Buffer.of(0)]) },
      { keyId, nonce: nonce.subarray(1), ciphertext },
      { keyId, nonce: Buffer.concat([nonce, Buffer.of(0)]), ciphertext },
      { keyId, nonce: Buffer.alloc(0), ciphertext },
    ]) {
      expect(() => openSealed(ring, changed, owner)).toThrow(SealBrokenError)
    }
  })

  test('it opens for no other connection and no other partner', () => {
    fc.assert(
      fc.property(anyOwner, anyOwner, (owner, other) => {
        fc.pre(owner.connectionId !== other.connectionId || owner.partnerId !== other.partnerId)
        const sealed = seal(ring, { plaintext: new Secret('a partner key'), ...owner })
        expect(() => openSealed(ring, sealed, other)).toThrow(SealBrokenError)
      }),
    )
  })

  test('ids that read alike when written one after the other are told apart', () => {
    const sealed = seal(ring, { plaintext: new Secret('x'), connectionId: '1', partnerId: '23' })
    expect(() => openSealed(ring, sealed, { connectionId: '12', partnerId: '3' })).toThrow(SealBrokenError)
  })

  test('another key under the same id does not open it', () => {
    const sealed = seal(ring, { plaintext: new Secret('x'), ...owner })
    expect(() => openSealed(parseKeyRing(makeKey('new')), sealed, owner)).toThrow(SealBrokenError)
    expect(() => openSealed(ring, { ...sealed, keyId: 'old' }, owner)).toThrow(SealBrokenError)
  })

  test('a key that left the ring is named', () => {
    const sealed = seal(ring, { plaintext: new Secret('x'), ...owner })
    expect(() => openSealed(parseKeyRing(oldKey), sealed, owner)).toThrow(UnknownKeyError)
    expect(() => openSealed(parseKeyRing(oldKey), sealed, owner)).toThrow('"new"')
  })

  test('the first key seals; what an earlier first key sealed still opens', () => {
    const before = seal(parseKeyRing(oldKey), { plaintext: new Secret('sealed long ago'), ...owner })
    expect(before.keyId).toBe('old')
    expect(openSealed(ring, before, owner).reveal()).toBe('sealed long ago')
    expect(seal(ring, { plaintext: new Secret('x'), ...owner }).keyId).toBe('new')
  })

  test('the sealed bytes contain nothing of the text', () => {
    const text = 'pk-live-0123456789abcdef'
    const { nonce, ciphertext, keyId } = seal(ring, { plaintext: new Secret(text), ...owner })
    const stored = Buffer.concat([Buffer.from(keyId), nonce, ciphertext])
    for (let start = 0; start + 4 <= text.length; start++) {
      expect(stored.includes(text.slice(start, start + 4))).toBe(false)
    }
    expect(ciphertext).toHaveLength(Buffer.byteLength(text) + 16)
  })

  test('no two seals share a nonce or a ciphertext, even of one text', () => {
    const seals = Array.from({ length: 2000 }, () => seal(ring, { plaintext: new Secret('same'), ...owner }))
    expect(new Set(seals.map(({ nonce }) => nonce.toString('hex'))).size).toBe(2000)
    expect(new Set(seals.map(({ ciphertext }) => ciphertext.toString('hex'))).size).toBe(2000)
  })

  test('what cannot come back as it was is not sealed', () => {
    const half = '\uD800'
    expect(() => seal(ring, { plaintext: new Secret(half), ...owner })).toThrow(SealInputError)
    expect(() => seal(ring, { plaintext: new Secret('x'), connectionId: half, partnerId: 'p' })).toThrow(SealInputError)
    expect(() => seal(ring, { plaintext: new Secret('x'), connectionId: '', partnerId: 'p' })).toThrow(SealInputError)
  })

  test('an error about a seal shows neither the text nor a key', () => {
    const sealed = seal(ring, { plaintext: new Secret('pk-live-0123456789abcdef'), ...owner })
    try {
      openSealed(ring, sealed, { ...owner, partnerId: 'contoso' })
      expect.unreachable()
    } catch (error) {
      const printed = inspect(error, { showHidden: true, depth: null })
      expect(printed).toContain('contoso')
      for (const secret of ['pk-live', newKey.split(':')[1] ?? '', oldKey.split(':')[1] ?? '']) {
        expect(printed).not.toContain(secret)
      }
    }
  })
})
