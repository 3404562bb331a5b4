const locales = navigator.languages
const whole = new Intl.NumberFormat(locales)
const oneDigit = new Intl.NumberFormat(locales, { maximumFractionDigits: 1 })

/** A whole number with the locale's separators. */
export function formatNumber(value: number): string {
  return whole.format(value)
}

/** A rate with one digit after the point, where it has one. */
export function formatRate(value: number): string {
  return oneDigit.format(value)
}

/** A part of a whole, of which 100 % is said only when it is all: `99.9 %`. */
export function formatPart(part: number, all: number): string {
  const share = all === 0 ? 1 : part / all
  const percent = part >= all ? 100 : Math.min(99.9, Math.floor(share * 1_000) / 10)
  return new Intl.NumberFormat(locales, { style: 'percent', maximumFractionDigits: 1 }).format(percent / 100)
}
