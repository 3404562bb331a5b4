import { inspect } from 'node:util'

const REDACTED = '[redacted]'

/**
 * A text that does not show itself: under `String()`, template strings, `JSON.stringify`, `console.log`, `util.inspect` and
 * pino it is `[redacted]`; a spread or a structured clone of it is empty. Only `reveal()` gives the text: call it at the last moment,
 * where the text leaves the process. (A class, against the house style, because only a private field hides from all of these.)
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
    Object.freeze(this)
  }

  /** The text itself. */
  reveal(): string {
    return this.#text
  }

  toString(): string {
    return REDACTED
  }

  toJSON(): string {
    return REDACTED
  }

  [Symbol.toPrimitive](): string {
    return REDACTED
  }

  [inspect.custom](): string {
    return REDACTED
  }
}
