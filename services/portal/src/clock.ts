/** The browser's clock: the only place of the portal that reads it. */
export function now(): Date {
  return new Date()
}

/** The browser's time zone, such as `Europe/Oslo`. */
export function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
