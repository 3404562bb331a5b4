import { FAILURE_ACTIONS, type FailureReason } from '@bridge/domain'
import { Secret } from '@bridge/vault'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GRADIENT_CALLS, type GradientCall } from './calls.ts'
import { type AnswerFacts, classify, type ErrorFacts } from './classify.ts'

const now = new Date('2026-11-01T06:00:00Z')
const ALL_CALLS = Object.keys(GRADIENT_CALLS) as GradientCall[]
const HTML_PAGE = '<!DOCTYPE html>\n<html><head><title>Not here</title></head><body>nginx</body></html>'

function answer(httpStatus: number, bodyText: string, more: Partial<AnswerFacts> = {}): AnswerFacts {
  return { kind: 'answer', httpStatus, bodyText, contentType: 'application/json', retryAfter: null, ...more }
}

function page(httpStatus: number): AnswerFacts {
  return answer(httpStatus, HTML_PAGE, { contentType: 'text/html; charset=utf-8' })
}

const notMapped = '{"statusCode":404,"message":"No account map found with id: 1"}'
const profileGone = '{"statusCode":404,"message":"Vendor Profile Not Found"}'

describe('classify: answers', () => {
  test.each<[what: string, call: GradientCall, facts: AnswerFacts, reason: FailureReason, ambiguous: boolean]>([
    ['400', 'count', answer(400, '{"statusCode":400,"message":"Invalid accountId"}'), 'bad_request', false],
    ['400 with an array of messages', 'create_accounts', answer(400, '{"message":["a","b"]}'), 'bad_request', false],
    ['422', 'count', answer(422, '{"statusCode":422}'), 'bad_request', false],
    ['401', 'organization', answer(401, '{"statusCode":401,"message":"Unauthorized"}'), 'partner_key_rejected', false],
    ['401 on a count, without a body', 'count', answer(401, ''), 'partner_key_rejected', false],
    ['403', 'count', answer(403, '{"statusCode":403,"message":"Anomaly in API usage"}'), 'anomaly', false],
    ['403 as a page', 'list_accounts', page(403), 'anomaly', false],
    ['404 on a count, not mapped', 'count', answer(404, notMapped), 'unmapped', false],
    [
      '404 on a count, for the service',
      'count',
      answer(404, '{"statusCode":404,"message":"No service map"}'),
      'unmapped',
      false,
    ],
    ['404 on a count, no message', 'count', answer(404, '{"statusCode":404}'), 'unmapped', false],
    ['404 on a count, message an array', 'count', answer(404, '{"statusCode":404,"message":["x"]}'), 'unmapped', false],
    ['404 on a count, status as text', 'count', answer(404, '{"statusCode":"404","message":"x"}'), 'unmapped', false],
    ['404 on a count, only the words', 'count', answer(404, '{"message":"No account map found"}'), 'unmapped', false],
    ['404 on a count, mislabelled', 'count', answer(404, notMapped, { contentType: 'text/html' }), 'unmapped', false],
    ['404 on a count, as a page', 'count', page(404), 'unreadable_answer', true],
    ['404 on a count, a page called JSON', 'count', answer(404, HTML_PAGE), 'unreadable_answer', true],
    ['404 on a count, empty', 'count', answer(404, ''), 'unreadable_answer', true],
    ['404 on a count, plain text', 'count', answer(404, 'default backend - 404'), 'unreadable_answer', true],
    ['404 on a count, a JSON text', 'count', answer(404, '"not found"'), 'unreadable_answer', true],
    ['404 on a count, JSON of somebody else', 'count', answer(404, '{"error":"NoSuchKey"}'), 'unreadable_answer', true],
    ['404 on a count, body cut short', 'count', answer(404, notMapped.slice(0, 40)), 'unreadable_answer', true],
    [
      '404 on a count, wrong address',
      'count',
      answer(404, '{"statusCode":404,"message":"Cannot POST /vendor-api/service/1/count","error":"Not Found"}'),
      'unexpected',
      false,
    ],
    ['404 elsewhere', 'update_account', answer(404, '{"statusCode":404,"message":"No account"}'), 'unexpected', false],
    ['404 elsewhere, as a page', 'organization', page(404), 'unreadable_answer', false],
    ['409 for accounts', 'create_accounts', answer(409, '{"statusCode":409,"message":"exists"}'), 'conflict', false],
    ['409 for a service', 'create_service', answer(409, '{"statusCode":409}'), 'conflict', false],
    ['409 on a count', 'count', answer(409, '{"statusCode":409}'), 'unexpected', false],
    ['429', 'count', answer(429, '{"statusCode":429,"message":"Too Many Requests"}'), 'rate_limited', false],
    ['429 as a page', 'count', page(429), 'rate_limited', false],
    ['500', 'count', answer(500, '{"statusCode":500,"message":"Internal server error"}'), 'unavailable', true],
    ['500 on a read', 'list_accounts', answer(500, '{"statusCode":500}'), 'unavailable', false],
    ['502 as a page', 'count', page(502), 'unavailable', true],
    ['503 without a body', 'set_status', answer(503, ''), 'unavailable', true],
    ['504 as text', 'create_accounts', answer(504, 'stream timeout'), 'unavailable', true],
    ['408', 'count', answer(408, ''), 'timeout', true],
    ['301', 'count', answer(301, ''), 'unexpected', false],
    ['307 as a page', 'organization', page(307), 'unexpected', false],
    ['405', 'count', answer(405, '{"statusCode":405}'), 'unexpected', false],
    ['418', 'vendor', answer(418, ''), 'unexpected', false],
    ['200 as a page', 'count', page(200), 'unreadable_answer', true],
    ['200 without what we need', 'organization', answer(200, '{}'), 'unreadable_answer', false],
  ])('%s (%s)', (_what, call, facts, reason, ambiguous) => {
    const failure = classify(facts, { call, now })
    expect(failure).toMatchObject({ reason, action: FAILURE_ACTIONS[reason], ambiguous, httpStatus: facts.httpStatus })
    expect(failure.message).not.toBe('')
    expect(failure.message).not.toContain('<')
  })

  test.each(ALL_CALLS)('404 "Vendor Profile Not Found" is a gone integration, whatever the call: %s', (call) => {
    expect(classify(answer(404, profileGone), { call, now }).reason).toBe('integration_gone')
  })

  test.each([
    ['a string', '{"message":"No account\\n map"}', 'No account map'],
    ['an array', '{"message":["name must be a string",{"x":1},"id is empty"]}', 'name must be a string; id is empty'],
    ['missing', '{"statusCode":400}', 'Gradient answered 400 and gave no reason'],
    ['an object', '{"message":{"a":1}}', 'Gradient answered 400 and gave no reason'],
    ['empty', '', 'Gradient answered 400 with an empty body'],
    ['a page', HTML_PAGE, 'Not Gradient\'s answer: a web page with status 400, "Not here"'],
    ['a page without a title', '<h1>No</h1>', "Not Gradient's answer: a web page with status 400"],
    ['text', 'upstream\r\nerror', 'Not Gradient\'s answer: status 400, "upstream error"'],
  ])('the words of a body whose message is %s', (_what, body, message) => {
    expect(classify(answer(400, body), { call: 'count', now }).message).toBe(message)
  })

  test('a key or token that Gradient repeats is taken out, also where the message is cut', () => {
    const secrets = [new Secret('pk-live-123456789'), new Secret('dmVuZG9yOnBrLWxpdmU=')]
    for (const filler of ['', 'x'.repeat(285)]) {
      const body = JSON.stringify({ message: `${filler} bad pk-live-123456789 in dmVuZG9yOnBrLWxpdmU` })
      const { message } = classify(answer(401, body), { call: 'organization', now, secrets })
      expect(message).toContain('[redacted'.slice(0, filler ? 3 : 9))
      expect(message).not.toMatch(/pk-l|dmVu/)
    }
  })

  test.each([
    ['2', 2000],
    ['0', 0],
    ['1.5', 1500],
    ['100000', 600_000],
    ['Sun, 01 Nov 2026 06:00:30 GMT', 30_000],
    ['Sunday, 01-Nov-26 06:00:30 GMT', 30_000],
    ['Sun, 01 Nov 2026 05:00:00 GMT', 0],
    ['Sun, 01 Nov 2037 05:00:00 GMT', 600_000],
    [null, null],
    ['', null],
    ['soon', null],
    ['-5', null],
    ['Sun, 99 Nov 2026 99:99:99 GMT', null],
  ])('Retry-After %s asks for %s ms', (retryAfter, retryAfterMs) => {
    for (const status of [429, 503]) {
      expect(classify(answer(status, '', { retryAfter }), { call: 'count', now }).retryAfterMs).toBe(retryAfterMs)
    }
  })
})

describe('classify: no answer', () => {
  test.each<[code: string, phase: ErrorFacts['phase'], reason: FailureReason, ambiguous: boolean]>([
    ['ECONNREFUSED', 'before_send', 'network', false],
    ['ECONNREFUSED', 'after_send', 'network', false],
    ['ENOTFOUND', 'before_send', 'network', false],
    ['EAI_AGAIN', 'after_send', 'network', false],
    ['ENETUNREACH', 'before_send', 'network', false],
    ['ECONNRESET', 'before_send', 'network', false],
    ['ECONNRESET', 'after_send', 'network', true],
    ['EPIPE', 'after_send', 'network', true],
    ['EHOSTUNREACH', 'after_send', 'network', true],
    ['ETIMEDOUT', 'before_send', 'timeout', false],
    ['ETIMEDOUT', 'after_send', 'timeout', true],
    ['CERT_HAS_EXPIRED', 'after_send', 'network', false],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'after_send', 'network', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'after_send', 'network', false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'after_send', 'network', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'after_send', 'network', false],
    ['EPROTO', 'after_send', 'network', true],
    ['ERR_READING_RESPONSE_STREAM', 'after_send', 'network', true],
    ['ERR_ABORTED', 'after_send', 'network', true],
    ['ERR_ABORTED', 'before_send', 'network', false],
    ['HPE_INVALID_CONSTANT', 'after_send', 'unreadable_answer', true],
    ['Z_DATA_ERROR', 'after_send', 'unreadable_answer', true],
    ['ERR_BODY_TOO_LARGE', 'after_send', 'unreadable_answer', true],
    ['SOMETHING_NEW', 'after_send', 'network', true],
  ])('%s %s is %s, ambiguous on a write: %s', (code, phase, reason, ambiguous) => {
    const facts = { kind: 'error', code, phase } as const
    expect(classify(facts, { call: 'count', now })).toMatchObject({ reason, ambiguous, httpStatus: null })
    expect(classify(facts, { call: 'organization', now })).toMatchObject({ reason, ambiguous: false })
    expect(classify(facts, { call: 'count', now }).message).toContain(code)
  })
})

describe('classify: any facts at all', () => {
  const bodies = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.json(),
    fc.record({ statusCode: fc.jsonValue(), message: fc.jsonValue() }).map((body) => JSON.stringify(body)),
    fc.constantFrom(HTML_PAGE, notMapped, profileGone),
  )
  const anyAnswer = fc.record({
    kind: fc.constant('answer' as const),
    httpStatus: fc.oneof(fc.integer({ min: 100, max: 599 }), fc.integer()),
    retryAfter: fc.option(fc.oneof(fc.string(), fc.integer().map(String), fc.date().map(String))),
    contentType: fc.option(fc.string()),
    bodyText: bodies,
  })
  const anyError = fc.record({
    kind: fc.constant('error' as const),
    code: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('ECONNRESET', 'ETIMEDOUT')),
    phase: fc.constantFrom('before_send' as const, 'after_send' as const),
  })

  test('give a failure that can be stored and acted on', () => {
    fc.assert(
      fc.property(fc.oneof(anyAnswer, anyError), fc.constantFrom(...ALL_CALLS), (facts, call) => {
        const failure = classify(facts, { call, now })
        expect(FAILURE_ACTIONS[failure.reason]).toBe(failure.action)
        expect(failure.message.length).toBeLessThanOrEqual(300)
        expect(failure.message.isWellFormed()).toBe(true)
        expect(failure.message).not.toMatch(/[\p{Cc}]/u)
        if (failure.retryAfterMs !== null) {
          expect(failure.retryAfterMs).toBeGreaterThanOrEqual(0)
          expect(failure.retryAfterMs).toBeLessThanOrEqual(600_000)
        }
        if (!GRADIENT_CALLS[call].writes) expect(failure.ambiguous).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  test('say unmapped only for a 404 on a count, stop_all only for a 403, needs_key only for a 401 or a 404', () => {
    fc.assert(
      fc.property(fc.oneof(anyAnswer, anyError), fc.constantFrom(...ALL_CALLS), (facts, call) => {
        const { action, httpStatus } = classify(facts, { call, now })
        if (action === 'unmapped') expect([httpStatus, call]).toEqual([404, 'count'])
        expect(action === 'stop_all').toBe(httpStatus === 403)
        if (action === 'needs_key') expect([401, 404]).toContain(httpStatus)
      }),
      { numRuns: 2000 },
    )
  })
})
