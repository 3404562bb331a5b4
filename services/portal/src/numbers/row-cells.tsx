import { Text } from '@mantine/core'
import { Link } from 'wouter'
import { formatMoment } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import { correctionOf } from './correction.ts'
import styles from './list.module.css'
import { type Row, whenOf } from './outcome.ts'
import { OutcomeBadge } from './outcome-badge.tsx'

const says = words.numbers.list

type Standing = Pick<Row, 'outcome' | 'waitingReason' | 'corrected' | 'unitCount'>

/** Marks a step that came from a list here, so that closing goes back to it instead of adding another. */
const FROM_LIST = { fromList: true }

/** A company's name, which opens it, and its id. */
export function CompanyCell({ company, href }: { company: { companyId: string; companyName: string }; href: string }) {
  return (
    <>
      <Link href={href} state={FROM_LIST} className={styles['company'] ?? ''}>
        <bdi>{company.companyName}</bdi>
      </Link>
      <Text span size="sm" c="dimmed">
        {company.companyId}
      </Text>
    </>
  )
}

/** A count; one that took another's place says which. */
export function CountCell({ count, before }: { count: number | null; before?: number | undefined }) {
  return (
    <>
      {count === null ? (
        <Text span c="dimmed">
          {says.noNumber}
        </Text>
      ) : (
        <span className={styles['count']}>{formatNumber(count)}</span>
      )}
      {before !== undefined && (
        <Text span size="sm" c="dimmed">
          {says.was(formatNumber(before))}
        </Text>
      )}
    </>
  )
}

/** How a line stands: its outcome, why, and what was corrected. */
export function OutcomeCell({ row }: { row: Standing }) {
  const note = row.waitingReason ? words.numbers.waitingFor[row.waitingReason] : words.numbers.outcomeNote[row.outcome]
  return (
    <>
      <OutcomeBadge outcome={row.outcome} />
      {note !== null && (
        <Text span size="sm" c="dimmed">
          {note}
        </Text>
      )}
      <CorrectionNote row={row} />
    </>
  )
}

/** What a number took the place of, when and why. */
function CorrectionNote({ row }: { row: Standing }) {
  const correction = correctionOf(row)
  if (!correction) return null
  const { why, from, to, at, isSent } = correction
  return (
    <Text span size="sm">
      {words.numbers.corrected[why](formatNumber(from), formatNumber(to), formatMoment(at))}
      {!isSent && ` ${words.numbers.corrected.notSent}`}
    </Text>
  )
}

/** When Gradient took the number, or when it was tried. */
export function WhenCell({ row }: { row: Parameters<typeof whenOf>[0] }) {
  const when = whenOf(row)
  if (when.kind === 'never') return <span>{says.noMoment}</span>
  const moment = formatMoment(when.at)
  if (when.kind === 'sent') return <time dateTime={when.at}>{moment}</time>
  return (
    <Text span size="sm" c="dimmed">
      {when.kind === 'tried' ? says.tried(moment) : says.olderSent(moment)}
    </Text>
  )
}
