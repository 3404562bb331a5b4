/** Events of one day. */
export interface Day<Event> {
  /** The day, by the person's own calendar: the moment of its first event stands for it. */
  at: string
  events: Event[]
}

/** Parts events, which come in order of time, into days of the person's own calendar. */
export function daysOf<Event extends { at: string }>(events: readonly Event[]): Day<Event>[] {
  const days: Day<Event>[] = []
  for (const event of events) {
    const day = days.at(-1)
    if (day && isSameDay(day.at, event.at)) day.events.push(event)
    else days.push({ at: event.at, events: [event] })
  }
  return days
}

function isSameDay(one: string, other: string): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString()
}
