/** What is known of an event, beside its kind and moment: what there is depends on the kind. */
export type EventData = Readonly<Record<string, unknown>>

/** A text of it; empty where there is none. */
export function textOf(data: EventData, name: string): string {
  const value = data[name]
  return typeof value === 'string' ? value : ''
}

/** A number of it. */
export function numberOf(data: EventData, name: string): number | null {
  const value = data[name]
  return typeof value === 'number' ? value : null
}

/** A part of it that has facts of its own. */
export function partOf(data: EventData, name: string): EventData {
  const value = data[name]
  return typeof value === 'object' && value !== null ? (value as EventData) : {}
}
