import { localTimeZone } from '../clock.ts'

const locales = navigator.languages

/** A moment in the person's own zone, or in `timeZone`, always with the zone's name: `1 Dec 2026, 07:00 CET`. */
export function formatMoment(iso: string, timeZone = localTimeZone()): string {
  return new Intl.DateTimeFormat(locales, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(iso))
}

/** Only the day, in the person's own zone: `1 December 2026`. */
export function formatDay(iso: string): string {
  return new Intl.DateTimeFormat(locales, { dateStyle: 'long' }).format(new Date(iso))
}

/** A period for people: `2026-10` is `October 2026`. */
export function formatPeriod(period: string, month: 'long' | 'short' = 'long'): string {
  const start = new Date(`${period}-01T00:00:00Z`)
  return new Intl.DateTimeFormat(locales, { year: 'numeric', month, timeZone: 'UTC' }).format(start)
}
