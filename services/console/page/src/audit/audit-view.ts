/** Which actions are looked at: all that the address keeps. */
export interface AuditView {
  search: string
  operator: string
  action: string | null
  /** A day in the person's own zone, `2026-11-01`. */
  from: string | null
  to: string | null
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const LONGEST = 200

/** Reads it from an address's query. What it should not have is as if it were not there. */
export function readAuditView(query: URLSearchParams): AuditView {
  const text = (name: string) => (query.get(name) ?? '').trim().slice(0, LONGEST)
  const day = (name: string) => (DAY.test(text(name)) ? text(name) : null)
  return {
    search: text('search'),
    operator: text('operator'),
    action: text('action') || null,
    from: day('from'),
    to: day('to'),
  }
}

/** What the console is asked for: days become moments, the last one included. */
export function auditQuery(view: AuditView): Record<'search' | 'operator' | 'action' | 'from' | 'to', string> {
  return {
    search: view.search,
    operator: view.operator,
    action: view.action ?? '',
    from: startOfDay(view.from, 0),
    to: startOfDay(view.to, 1),
  }
}

function startOfDay(day: string | null, later: number): string {
  if (day === null) return ''
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const start = new Date(year, month - 1, date + later)
  return Number.isNaN(start.getTime()) ? '' : start.toISOString()
}
