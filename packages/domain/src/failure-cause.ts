import { createHash } from 'node:crypto'
import type { FailureReason } from './failure.ts'

/** What stands in the place of an id or a number. */
const TAKEN_OUT = '…'
/** Long enough to tell causes apart, short enough that a message which was cut is cut in the same words whatever its ids were. */
const LONGEST = 160

/** Why calls failed, as far as several of them failed for the same: what a group of failures has in common. */
export interface FailureCause {
  /** 16 hexadecimal digits, made of the other two. */
  readonly id: string
  readonly reason: FailureReason
  /** Gradient's words (or ours, where it said none) without ids, numbers and quotations. */
  readonly message: string
}

/**
 * The cause of a failure. `ids` are those of the company and the partner that the call was for: they are taken out also where they are plain
 * words. The status that Gradient answered stays: 502 and 503 are two causes.
 */
export function failureCauseOf(
  failure: { reason: FailureReason; message: string; httpStatus: number | null },
  ids: readonly string[],
): FailureCause {
  const message = withoutIds(failure.message, { ids, keep: failure.httpStatus })
  const id = createHash('sha256').update(`${failure.reason}\n${message}`).digest('hex').slice(0, 16)
  return { id, reason: failure.reason, message }
}

/** Takes ids, numbers and quotations out of a message. Done again to its result it changes nothing. */
export function withoutIds(message: string, options: { ids: readonly string[]; keep: number | null }): string {
  let text = message
  // Taking one thing out can lay bare another (`x1'y'`); what is left of the text shrinks each time.
  for (;;) {
    const less = takeOut(text, options)
    if (less === text) return text
    text = less
  }
}

function takeOut(text: string, { ids, keep }: { ids: readonly string[]; keep: number | null }): string {
  const known = ids.filter((id) => id !== '').map(escaped)
  const withoutKnown = known.length === 0 ? text : text.replace(wholeWords(known), TAKEN_OUT)
  const withoutQuotations = withoutKnown
    .replace(/"[^"]*"|“[^”]*”|`[^`]*`/g, (quoted) => quoted.slice(0, 1) + TAKEN_OUT + quoted.slice(-1))
    .replace(/(?<![\p{L}\p{N}])(['‘])[^'‘’]*(['’])(?![\p{L}\p{N}])/gu, `$1${TAKEN_OUT}$2`)
  // The code of an error of ours (ERR_HTTP2_STREAM_ERROR) stands at the end, and tells causes apart.
  const [, words = withoutQuotations, code = ''] =
    (keep === null && /^(.*?)( \([A-Z][A-Z0-9_]{2,59}\))$/su.exec(withoutQuotations)) || []
  const withoutNumbers = words
    .replace(/\b(ids?\b\s*[:=#]\s*)[^\s,;)\]}]+/giu, `$1${TAKEN_OUT}`)
    .replace(/[\p{L}\p{N}_](?:[\p{L}\p{N}._~@-]*[\p{L}\p{N}_])?/gu, (word) =>
      /\p{N}/u.test(word) && word !== String(keep) ? TAKEN_OUT : word,
    )
  return cut(`${withoutNumbers.replace(/…(?:[\s:;,./|~@-]*…)+/gu, TAKEN_OUT)}${code}`.replace(/\s+/g, ' ').trim())
}

function cut(text: string): string {
  if (text.length <= LONGEST) return text
  const head = text
    .slice(0, LONGEST - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/[\s…]+$/u, '')
  return `${head}${TAKEN_OUT}`
}

/** Any of these where it is not a part of a longer word; a full stop after it may end the sentence. */
function wholeWords(words: string[]): RegExp {
  const longestFirst = words.toSorted((a, b) => b.length - a.length).join('|')
  return new RegExp(
    `(?<![A-Za-z0-9_~-])(?<![A-Za-z0-9]\\.)(?:${longestFirst})(?![A-Za-z0-9_~-])(?!\\.[A-Za-z0-9])`,
    'g',
  )
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
