/** The middle of several figures, and how far they lie apart. */
export interface Spread {
  median: number
  least: number
  most: number
}

/** Median, least and most. Throws on none. */
export function spreadOf(figures: number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b)
  const [least, most, median] = [sorted[0], sorted.at(-1), sorted[Math.floor(sorted.length / 2)]]
  if (least === undefined || most === undefined || median === undefined) throw new Error('no figures')
  return { median, least, most }
}

/** `12.3 (11.9 to 13.0)` */
export function formatSpread(spread: Spread, digits = 1): string {
  return `${spread.median.toFixed(digits)} (${spread.least.toFixed(digits)} to ${spread.most.toFixed(digits)})`
}

/** The figure that so many per cent of them do not exceed. Throws on none. */
export function percentileOf(figures: number[], percent: number): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]
  if (found === undefined) throw new Error('no figures')
  return found
}
