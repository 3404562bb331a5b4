const SHORTEST = 3
/** The longest reason that is kept. */
export const LONGEST_REASON = 500

/** Whether a text says why, as far as that can be told. */
export function isReason(text: string): boolean {
  return text.trim().length >= SHORTEST
}
