const whole = new Intl.NumberFormat(navigator.languages)

/** A whole number with the locale's separators. */
export function formatNumber(value: number): string {
  return whole.format(value)
}
