/** When a fault strikes: before anything is done, or after the effect of the call was applied (the answer alone is lost). */
interface FaultKindBase {
  strikes: 'before' | 'after'
  about: string
}
/** Answers with a status and a body of its own. */
export interface AnswerFault extends FaultKindBase {
  does: 'answer'
  statusCode: number
  contentType: string
  body: string
}
/** Breaks the connection, or never answers until the client gives up. */
export interface ConnectionFault extends FaultKindBase {
  does: 'reset' | 'timeout'
}

const json = (statusCode: number, message?: string | string[]) => ({
  does: 'answer' as const,
  statusCode,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(message === undefined ? { statusCode } : { statusCode, message }),
})
const html = (statusCode: number, title: string) => ({
  does: 'answer' as const,
  statusCode,
  contentType: 'text/html',
  body: `<html><head><title>${statusCode} ${title}</title></head><body><center><h1>${statusCode} ${title}</h1></center><hr></body></html>`,
})

/** Every way in which one call can go wrong; each row of gradient-api.md's error table has at least one. */
export const FAULT_KINDS = {
  status_400: { ...json(400, ['body is malformed']), strikes: 'before', about: '400, `message` is an array' },
  status_401: { ...json(401, 'Unauthorized'), strikes: 'before', about: '401, as for a wrong or replaced key' },
  status_403: { ...json(403, 'Forbidden'), strikes: 'before', about: '403, the anomaly answer: stop everything' },
  status_404_profile: {
    ...json(404, 'Vendor Profile Not Found'),
    strikes: 'before',
    about: '404 "Vendor Profile Not Found": the integration is gone',
  },
  status_404_html: { ...html(404, 'Not Found'), strikes: 'before', about: '404 with an HTML page, as from a proxy' },
  status_429: {
    ...json(429, 'Too Many Requests'),
    strikes: 'before',
    about: '429 out of turn; `Retry-After` as the `rateLimit` switch says',
  },
  status_500: { ...json(500, 'Internal server error'), strikes: 'before', about: '500, nothing was applied' },
  status_500_after: {
    ...json(500),
    strikes: 'after',
    about: '500 without a `message`, although the effect was applied',
  },
  status_502_html: { ...html(502, 'Bad Gateway'), strikes: 'before', about: '502 with an HTML page, as from a proxy' },
  status_503_empty: {
    ...json(503),
    body: '',
    contentType: 'text/plain',
    strikes: 'before',
    about: '503 with an empty body',
  },
  reset_before: { does: 'reset', strikes: 'before', about: 'the connection is reset, nothing was applied' },
  reset_after: { does: 'reset', strikes: 'after', about: 'the effect is applied, then the connection is reset' },
  timeout_before: { does: 'timeout', strikes: 'before', about: 'never answered, nothing is applied' },
  timeout_after: { does: 'timeout', strikes: 'after', about: 'the effect is applied, and never answered' },
} as const satisfies Record<string, AnswerFault | ConnectionFault>

export type FaultKind = keyof typeof FAULT_KINDS
export const FAULT_KIND_NAMES = Object.keys(FAULT_KINDS) as [FaultKind, ...FaultKind[]]

/** The fault behind a name, without its literal types. */
export function faultNamed(kind: FaultKind): AnswerFault | ConnectionFault {
  return FAULT_KINDS[kind]
}
