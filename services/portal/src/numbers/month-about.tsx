import { formatMoment } from '../format/dates.ts'
import { useConnection } from '../live/use-connection.ts'
import { useSession } from '../session/use-session.ts'
import { words } from '../words/words.ts'
import { shiftPeriod } from './period.ts'

const says = words.numbers.about

/** What a month's numbers are: what would be sent, what can still change, or what stands. */
export function MonthAbout({ period, running }: { period: string; running: string }) {
  const { billingTimeZone } = useSession()
  const { data } = useConnection()
  if (period < shiftPeriod(running, -1)) return says.past
  const isConnected = data !== undefined && data.status !== 'not_connected'
  if (period < running) return isConnected ? says.open : says.closed
  if (!data) return says.loading
  return data.nextRunAt === null
    ? says.previewNotConnected
    : says.preview(formatMoment(data.nextRunAt, billingTimeZone))
}
