import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FAILURE_REASONS } from './failure.ts'
import { failureCauseOf, withoutIds } from './failure-cause.ts'
import { idSchema } from './ids.ts'

const NOTHING = { ids: [], keep: null }

test.each([
  ['No account map found with id: 1', null, 'No account map found with id: …'],
  ['No account map found with id: acme-dental', null, 'No account map found with id: …'],
  ['Account 5f2b9c70-3b1e-4c0e-9a55-6d1c0b2a7f11 of 17 is not there', 404, 'Account … of … is not there'],
  ['Gradient answered 503 and gave no reason', 503, 'Gradient answered 503 and gave no reason'],
  [
    'Not Gradient\'s answer: a web page with status 502, "502 Bad Gateway"',
    502,
    'Not Gradient\'s answer: a web page with status 502, "…"',
  ],
  [
    'unitCount must not be less than 0; accountId should not be empty',
    400,
    'unitCount must not be less than …; accountId should not be empty',
  ],
  [
    'The connection to Gradient broke before an answer came (ECONNRESET)',
    null,
    'The connection to Gradient broke before an answer came (ECONNRESET)',
  ],
  [
    'No answer from Gradient in time (ERR_HTTP2_STREAM_ERROR)',
    null,
    'No answer from Gradient in time (ERR_HTTP2_STREAM_ERROR)',
  ],
  ['Companies 1, 2 and c-3 / c-4 are unknown', 400, 'Companies … and … are unknown'],
  ["The name 'Harbour & Pine' was refused", 400, "The name '…' was refused"],
])('%s → the cause has no ids in it', (message, keep, expected) => {
  expect(withoutIds(message, { ids: [], keep })).toBe(expected)
})

test('the ids of the call are taken out also where they are plain words, but not out of longer words', () => {
  expect(withoutIds('The company acme is not mapped. Ask acme.', { ids: ['acme'], keep: null })).toBe(
    'The company … is not mapped. Ask ….',
  )
  expect(withoutIds('The map of maps', { ids: ['map'], keep: null })).toBe('The … of maps')
})

const id = fc.stringMatching(/^[A-Za-z0-9._~-]{1,64}$/).filter((text) => idSchema.safeParse(text).success)
const WORDS = new Set(
  'no account map found with id the company was refused count of is not mapped for partner'.split(' '),
)
const idThatIsNoWord = id.filter((text) => !WORDS.has(text.toLowerCase()))
const templates: ((companyId: string, partnerId: string) => string)[] = [
  (company) => `No account map found with id: ${company}`,
  (company, partner) => `The count of ${company} was refused for partner ${partner}`,
  (company) => `Company "${company}" is not mapped`,
  (company, partner) => `${partner}/${company} is not mapped`,
]

test('whatever the ids are, the same failure has the same cause', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...templates),
      fc.constantFrom(...FAILURE_REASONS),
      fc.array(fc.tuple(idThatIsNoWord, idThatIsNoWord), { minLength: 2, maxLength: 4 }),
      (words, reason, calls) => {
        const causes = calls.map(([company, partner]) =>
          failureCauseOf({ reason, message: words(company, partner), httpStatus: 404 }, [company, partner]),
        )
        expect(new Set(causes.map((cause) => cause.id)).size).toBe(1)
      },
    ),
  )
})

test('a cause is one line of at most 160 characters, without any number but the status, and taking out again changes nothing', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-z0-9 '"’…().:,_-]{0,300}$/))
  fc.assert(
    fc.property(text, fc.array(id, { maxLength: 2 }), fc.constantFrom(null, 502), (message, ids, keep) => {
      const once = withoutIds(message, { ids, keep })
      expect(withoutIds(once, { ids, keep })).toBe(once)
      expect(once.length).toBeLessThanOrEqual(160)
      const words = once.replace(/ \([A-Z][A-Z0-9_]{2,59}\)$/u, '').split(/[^\p{L}\p{N}_]+/u)
      expect(words.filter((word) => /\p{N}/u.test(word) && word !== String(keep))).toEqual([])
    }),
    { numRuns: 1_000 },
  )
})

test('a long message has the same cause whatever was cut off it', () => {
  const tail = ' and nothing came of it'.repeat(20)
  const cause = (company: string) =>
    failureCauseOf({ reason: 'unexpected', httpStatus: 418, message: `No ${company}${tail}`.slice(0, 300) }, [company])
  expect(cause('x').id).toBe(cause('a-much-longer-id-of-a-company').id)
})

test('another reason, or another status in the words, is another cause', () => {
  const of = (reason: 'unavailable' | 'timeout', httpStatus: number) =>
    failureCauseOf({ reason, httpStatus, message: `Gradient answered ${httpStatus} and gave no reason` }, []).id
  expect(new Set([of('unavailable', 502), of('unavailable', 503), of('timeout', 503)]).size).toBe(3)
  expect(of('unavailable', 502)).toMatch(/^[0-9a-f]{16}$/)
  expect(withoutIds('', NOTHING)).toBe('')
})
