/** A value with the moment at which its reading began, by the clock that was given. */
export interface Kept<Value> {
  value: Value
  atMs: number
}

/**
 * Reads a value at most once in `ms`, for whoever asks: what is older is answered at once and read anew meanwhile; what is older than `mostMs`, when
 * nobody had asked for a while, is read anew first. A read that fails is thrown only to those who have nothing else; `onTrouble` hears of it.
 */
export function keptFor<Value>(options: {
  ms: number
  mostMs: number
  nowMs: () => number
  read: () => Promise<Value>
  onTrouble: (error: unknown) => void
}): () => Promise<Kept<Value>> {
  let kept: Kept<Value> | undefined
  let reading: Promise<Kept<Value>> | undefined
  const readAnew = () => {
    const atMs = options.nowMs()
    reading ??= options
      .read()
      .then((value) => {
        kept = { value, atMs }
        return kept
      })
      .finally(() => {
        reading = undefined
      })
    return reading
  }
  return async () => {
    const ageMs = kept ? options.nowMs() - kept.atMs : Number.POSITIVE_INFINITY
    if (!kept || ageMs >= options.mostMs) return readAnew()
    if (ageMs >= options.ms) readAnew().catch(options.onTrouble)
    return kept
  }
}
