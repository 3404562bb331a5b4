/** One record of a CSV file, or what is wrong with it. */
export type CsvRecord =
  | { line: number; fields: string[]; problem?: never }
  | { line: number; problem: 'malformed_csv' | 'line_too_long'; fields?: never }

/** No good line comes near this; it bounds what an unclosed quote can make us hold. In characters. */
const LONGEST_RECORD = 32_768

/**
 * Cuts CSV text into records, whatever the pieces it comes in: quotes (RFC 4180), LF or CRLF, empty lines left out. `line` is the physical line
 * on which a record begins, from 1. A record that cannot be read costs its first line alone: reading goes on with the next line.
 *
 * Our own rather than a library's for that recovery, and for speed: a line without a quote, which nearly all are, is one `split`.
 */
export function createCsvReader() {
  let text = ''
  let line = 1
  /** Where a record that was longer than allowed is being skipped up to its line's end. */
  let skipping = false

  function* read(isEnd: boolean): Generator<CsvRecord> {
    let at = 0
    for (;;) {
      const newline = text.indexOf('\n', at)
      if (newline === -1 && !isEnd && text.length - at <= LONGEST_RECORD) break
      if (newline === -1 && at >= text.length) break
      const end = newline === -1 ? text.length : newline
      if (newline === -1 && !isEnd) {
        if (!skipping) yield { line, problem: 'line_too_long' }
        skipping = true
        at = text.length
        break
      }
      if (skipping) {
        skipping = false
        at = end + 1
        line += 1
        continue
      }
      const quote = text.indexOf('"', at)
      if (quote === -1 || quote >= end) {
        const whole = text.slice(at, text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end)
        if (end - at > LONGEST_RECORD) yield { line, problem: 'line_too_long' }
        else if (whole !== '') yield { line, fields: whole.split(',') }
        at = end + 1
        line += 1
        continue
      }
      const quoted = readQuoted(text, at, isEnd)
      if (quoted === 'more') break
      if (quoted === 'malformed') {
        yield { line, problem: 'malformed_csv' }
        at = end + 1
        line += 1
        continue
      }
      yield { line, fields: quoted.fields }
      at = quoted.next
      line += quoted.lines
    }
    text = text.slice(Math.min(at, text.length))
  }

  return {
    /** Takes the next piece, gives the records that it completes. */
    push(piece: string): Generator<CsvRecord> {
      text += piece
      return read(false)
    },
    /** Gives the last record, if the text does not end with a line's end. */
    end(): Generator<CsvRecord> {
      return read(true)
    },
  }
}

type Quoted = { fields: string[]; next: number; lines: number } | 'more' | 'malformed'

/** Reads one record that has quotes in it, from `at` on. `more`: its end has not come yet. */
function readQuoted(text: string, start: number, isEnd: boolean): Quoted {
  const fields: string[] = []
  let lines = 1
  let at = start
  for (;;) {
    let field: string
    if (text.charCodeAt(at) === 34) {
      const close = closingQuote(text, at + 1)
      if (close === -1) return !isEnd && text.length - start <= LONGEST_RECORD ? 'more' : 'malformed'
      if (close === text.length - 1 && !isEnd) return 'more'
      if (close - start > LONGEST_RECORD) return 'malformed'
      field = text.slice(at + 1, close)
      for (let newline = field.indexOf('\n'); newline !== -1; newline = field.indexOf('\n', newline + 1)) lines += 1
      if (field.includes('"')) field = field.replaceAll('""', '"')
      at = close + 1
    } else {
      let end = at
      for (
        let code = text.charCodeAt(end);
        end < text.length && code !== 44 && code !== 10;
        code = text.charCodeAt(end)
      ) {
        if (code === 34) return 'malformed'
        end += 1
      }
      if (end === text.length && !isEnd) return 'more'
      field = text.slice(at, end)
      at = end
      if (field.endsWith('\r')) {
        field = field.slice(0, -1)
        at -= 1
      }
    }
    fields.push(field)
    const next = text.charCodeAt(at)
    if (at >= text.length) return { fields, next: at, lines }
    if (next === 44) at += 1
    else if (next === 10) return { fields, next: at + 1, lines }
    else if (next === 13) {
      if (at + 1 === text.length && !isEnd) return 'more'
      if (at + 1 < text.length && text.charCodeAt(at + 1) !== 10) return 'malformed'
      return { fields, next: at + 2, lines }
    } else return 'malformed'
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) !== 34) return at
  }
  return -1
}
