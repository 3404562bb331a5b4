import { useEffect, useState } from 'react'

/** The browser's clock: the only place of the page that reads it. */
export function now(): Date {
  return new Date()
}

/** The browser's time zone, such as `Europe/Oslo`. */
export function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** The moment, read anew every so often, for what counts down. */
export function useNow(everyMs: number): Date {
  const [moment, setMoment] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setMoment(now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return moment
}
