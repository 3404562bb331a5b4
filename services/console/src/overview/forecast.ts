/** When nothing is left to send, going on as now; null where nothing goes on, or nothing is left. */
export function forecastEnd(input: { canGoOn: number; countsPerSecond: number; now: Date }): Date | null {
  const { canGoOn, countsPerSecond, now } = input
  if (canGoOn <= 0 || countsPerSecond <= 0) return null
  return new Date(now.getTime() + Math.ceil(canGoOn / countsPerSecond) * 1_000)
}
