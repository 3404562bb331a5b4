/** A body, read as far as it can be. `json` is only ever an object or an array: nothing else is an answer of Gradient's. */
export type AnswerBody =
  | { readonly kind: 'json'; readonly value: object }
  | { readonly kind: 'empty' }
  | { readonly kind: 'page'; readonly title: string }
  | { readonly kind: 'text'; readonly text: string }

/** Tells a body's kind by what stands in it; the content type only helps to know a page, since proxies and old servers mislabel. */
export function readBody(bodyText: string, contentType: string | null): AnswerBody {
  const text = bodyText.replace(/^\uFEFF/, '').trim()
  if (text === '') return { kind: 'empty' }
  const value = parseJson(text)
  if (typeof value === 'object' && value !== null) return { kind: 'json', value }
  if (text.startsWith('<') || /\bhtml\b/i.test(contentType ?? '')) {
    return { kind: 'page', title: /<title[^>]*>([^<]{0,300})/i.exec(text)?.[1]?.trim() ?? '' }
  }
  return { kind: 'text', text }
}

/**
 * Gradient's words in an error body: `message` may be a string, an array of them, or missing. Empty where it said nothing.
 */
export function messageIn(value: object): string {
  const { message } = value as { message?: unknown }
  const parts = Array.isArray(message) ? message : [message]
  return parts.filter((part) => typeof part === 'string').join('; ')
}

/** The status that a body claims: errors carry `statusCode`, successes `status` (documented); null where it claims none. */
export function statusIn(value: object): number | null {
  const { statusCode, status } = value as { statusCode?: unknown; status?: unknown }
  for (const claim of [statusCode, status]) {
    const code = typeof claim === 'string' ? Number(claim) : claim
    if (typeof code === 'number' && Number.isInteger(code) && code >= 100 && code <= 599) return code
  }
  return null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
