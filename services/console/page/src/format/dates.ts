import { localTimeZone, now } from '../clock.ts'

const locales = navigator.languages

/** A moment in the person's own zone, or in `timeZone`, always with the zone's name: `1 Dec, 07:00:12 CET`; with the year unless it is this one. */
export function formatMoment(
  iso: string,
  { timeZone = localTimeZone(), seconds = false }: { timeZone?: string; seconds?: boolean } = {},
): string {
  const date = new Date(iso)
  const isThisYear = date.getFullYear() === now().getFullYear()
  return new Intl.DateTimeFormat(locales, {
    ...(isThisYear ? {} : { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  }).format(date)
}

/** Only the hour, with the zone's name: `13:00 UTC`. */
export function formatHour(iso: string, timeZone = localTimeZone()): string {
  return new Intl.DateTimeFormat(locales, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(iso))
}

/** Only the hour, to the second, without a zone: for lines that stand below the day and its zone. */
export function formatClock(iso: string): string {
  return new Intl.DateTimeFormat(locales, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(iso))
}

/** Only the day, in the person's own zone: `Sunday 1 November 2026`. */
export function formatDay(iso: string): string {
  return new Intl.DateTimeFormat(locales, { dateStyle: 'full' }).format(new Date(iso))
}

/** Only the day, short: `1 Nov 2026`. */
export function formatShortDay(iso: string): string {
  return new Intl.DateTimeFormat(locales, { dateStyle: 'medium' }).format(new Date(iso))
}

/** A period for people: `2026-10` is `October 2026`. */
export function formatPeriod(period: string): string {
  return new Intl.DateTimeFormat(locales, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(startOf(period))
}

/** Only its month, short, for where the year is clear: `Oct`. */
export function formatMonth(period: string): string {
  return new Intl.DateTimeFormat(locales, { month: 'short', timeZone: 'UTC' }).format(startOf(period))
}

function startOf(period: string): Date {
  return new Date(`${period}-01T00:00:00Z`)
}
