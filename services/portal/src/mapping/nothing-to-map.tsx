import type { Shape } from '../api/client.ts'
import { formatMoment, formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { addressOf } from '../numbers/month-picker.tsx'
import { shiftPeriod } from '../numbers/period.ts'
import { useMonths } from '../numbers/use-months.ts'
import { useSession } from '../session/use-session.ts'
import { words } from '../words/words.ts'
import { EmptyState } from './empty-state.tsx'

/** Why nothing is to be mapped: there is no connection, nothing was sent yet, or all is mapped. */
export function NothingToMap(input: {
  connection: Pick<Shape<'GradientConnection'>, 'status' | 'nextRunAt'>
  facts: { period: string | null; mappedSince: number }
}) {
  const { billingTimeZone } = useSession()
  const { running } = useMonths()
  const { status, nextRunAt } = input.connection
  const { period, mappedSince } = input.facts
  if (status === 'not_connected') {
    const says = words.mapping.notConnected
    return (
      <EmptyState
        look="apart"
        title={says.title}
        text={says.text}
        action={{ href: '/gradient', label: says.connect }}
      />
    )
  }
  if (period === null) {
    const says = words.mapping.beforeRun
    const moment = nextRunAt === null ? null : formatMoment(nextRunAt, billingTimeZone)
    return (
      <EmptyState
        look="early"
        title={says.title}
        text={says.text(moment)}
        action={{ href: addressOf(shiftPeriod(running, -1), running), label: says.now }}
      />
    )
  }
  const says = words.mapping.none
  const text = says.text(formatPeriod(period))
  return (
    <EmptyState
      look="done"
      title={says.title}
      text={mappedSince === 0 ? text : `${says.mappedSince(formatNumber(mappedSince))} ${text}`}
    />
  )
}
