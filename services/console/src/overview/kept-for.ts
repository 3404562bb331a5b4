/**
 * Reads a value at most once in so long a time, for whoever asks: what is old is answered at once and read anew meanwhile. A read that fails is
 * thrown only to those who have nothing else; `onTrouble` hears of it.
 */
export function keptFor<Value>(options: {
  ms: number
  nowMs: () => number
  read: () => Promise<Value>
  onTrouble: (error: unknown) => void
}): () => Promise<Value> {
  let kept: { value: Value; atMs: number } | undefined
  let reading: Promise<Value> | undefined
  const readAnew = () => {
    reading ??= options
      .read()
      .then((value) => {
        kept = { value, atMs: options.nowMs() }
        return value
      })
      .finally(() => {
        reading = undefined
      })
    return reading
  }
  return async () => {
    if (!kept) return readAnew()
    if (options.nowMs() - kept.atMs >= options.ms) readAnew().catch(options.onTrouble)
    return kept.value
  }
}
