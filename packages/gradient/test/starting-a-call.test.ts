import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { PaceSlot } from '../src/pace.ts'
import { json } from './gradient-double.ts'
import { bulk, count, partnerKey, useTestClient } from './test-client.ts'

const { client, double, events, startClient } = useTestClient()

describe('starting a call', () => {
  test('the pace is waited for first, then the caller is asked, then the request leaves', async () => {
    double().answerWith((response) => {
      events().push('sent')
      json(201, {})(response)
    })
    const mayStart = () => events().push('asked') > 0
    await client().setCount(partnerKey, count, { priority: 'interactive', mayStart })
    expect(events()[0]).toBe('take interactive')
    expect(events().at(-1)).toBe('sent')
    expect(new Set(events().slice(1, -1))).toEqual(new Set(['asked']))
  })

  test('a caller who may not start any more sends nothing', async () => {
    expect(await client().setCount(partnerKey, count, { ...bulk, mayStart: () => false })).toEqual({
      ok: false,
      notStarted: true,
    })
    expect(double().received).toEqual([])
  })

  test('a caller who gave up sends nothing, with a slot or without', async () => {
    const signal = AbortSignal.abort()
    for (const options of [{ ...bulk, signal }, { ...bulk, signal, paced: true } as const]) {
      expect(await client().setCount(partnerKey, count, options)).toEqual({ ok: false, notStarted: true })
    }
    expect(double().received).toEqual([])
  })

  test('a caller who gives up while the request is out gets an ambiguous failure', async () => {
    const giveUp = new AbortController()
    double().answerWith(() => giveUp.abort())
    expect(await client().setCount(partnerKey, count, { ...bulk, signal: giveUp.signal })).toMatchObject({
      failure: { reason: 'network', ambiguous: true },
    })
  })

  test('a call that is over lets go of the caller’s signal, whatever became of it', async () => {
    const { signal } = new AbortController()
    await client().setCount(partnerKey, count, { ...bulk, signal })
    double().answerWith((response) => response.socket?.resetAndDestroy())
    await client().setCount(partnerKey, count, { ...bulk, signal })
    expect(double().received).toHaveLength(2)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test.each<[what: string, paced: PaceSlot | true, taken: string[]]>([
    ['the caller’s word is enough', true, []],
    ['a slot that is due is used', { due: async () => true }, []],
    ['a slot that was missed is replaced', { due: async () => false }, ['take bulk']],
  ])('with a slot of the caller’s: %s', async (_what, paced, taken) => {
    double().answerWith(json(201, {}))
    expect(await client().setCount(partnerKey, count, { ...bulk, paced })).toMatchObject({ ok: true })
    expect(events()).toEqual(taken)
  })

  test.each(['http://app.usegradient.com/api', 'ftp://localhost', 'not an address'])(
    '%s is refused as a base address',
    (baseUrl) => {
      expect(() => startClient({ baseUrl })).toThrow(/must be https|is not an address/)
    },
  )
})
