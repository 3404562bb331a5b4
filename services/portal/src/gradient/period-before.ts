/**
 * The period that a run at this moment bills: the month before, by the calendar of `timeZone`. `2026-12-01T06:00:00Z` in New York
 * is `2026-11`.
 */
export function periodBefore(iso: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    year: 'numeric',
    month: 'numeric',
    timeZone,
  }).formatToParts(new Date(iso))
  const part = (type: 'year' | 'month') => Number(parts.find((each) => each.type === type)?.value)
  const year = part('year')
  const month = part('month')
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
}
