/** The most events in any window of one second (its end is no longer in it), from their times in milliseconds. */
export function mostInOneSecond(atMs: readonly number[]): number {
  const sorted = atMs.toSorted((a, b) => a - b)
  let most = 0
  let from = 0
  for (const [index, latestMs] of sorted.entries()) {
    while ((sorted[from] ?? 0) <= latestMs - 1000) from++
    most = Math.max(most, index - from + 1)
  }
  return most
}
