import { ActionIcon, Select, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import { byYear, type Month, neighboursOf, periodsToPick, THIS_MONTH } from './months.ts'
import styles from './numbers.module.css'
import { numbersOf } from './outcome.ts'
import type { Months } from './use-months.ts'

/** Every month there is, by years, each with what became of it; and the way to the month before and after. */
export function MonthPicker({ months, period }: { months: Months; period: string }) {
  const [, navigate] = useLocation()
  const { running } = months
  const periods = periodsToPick(months.list ?? [], running)
  if (!periods.includes(period)) periods.unshift(period)
  const { earlier, later } = neighboursOf(periods, period)
  const byPeriod = new Map(months.list?.map((month) => [month.period, month]))
  const says = words.numbers.month
  return (
    <div className={styles['picker']}>
      <Neighbour
        href={earlier && addressOf(earlier, running)}
        label={earlier ? says.earlier(formatPeriod(earlier)) : says.noEarlier}
      >
        <IconChevronLeft size={18} />
      </Neighbour>
      <Select
        aria-label={says.label}
        data={byYear(periods).map(({ year, periods: ofYear }) => ({
          group: year,
          items: ofYear.map((each) => ({ value: each, label: formatPeriod(each) })),
        }))}
        value={period}
        onChange={(chosen) => chosen !== null && navigate(addressOf(chosen, running))}
        allowDeselect={false}
        withScrollArea={false}
        styles={{ options: { maxHeight: 360, overflowY: 'auto' } }}
        // Within the page's own landmarks, and as wide as a month and its sums need.
        comboboxProps={{ withinPortal: false, width: 300, position: 'bottom-end' }}
        renderOption={({ option, checked }) => (
          <span className={styles['option']}>
            <Text span size="sm" fw={checked ? 700 : undefined}>
              {option.label}
            </Text>
            <Text span size="sm" c="dimmed">
              {option.value === running ? says.thisMonth : noteOf(byPeriod.get(option.value))}
            </Text>
          </span>
        )}
      />
      <Neighbour
        href={later && addressOf(later, running)}
        label={later ? says.later(formatPeriod(later)) : says.noLater}
      >
        <IconChevronRight size={18} />
      </Neighbour>
    </div>
  )
}

/** Where a month's numbers are. */
export function addressOf(period: string, running: string): string {
  return `/gradient/numbers/${period === running ? THIS_MONTH : period}`
}

function noteOf(month: Month | undefined): string {
  if (!month?.outcomes) return words.numbers.month.notSent
  const { held, all } = numbersOf(month.outcomes)
  if (all === 0) return words.numbers.month.noNumbers
  return words.numbers.month.sent(formatNumber(held), formatNumber(all))
}

function Neighbour({ href, label, children }: { href: string | undefined; label: string; children: ReactNode }) {
  if (href === undefined) {
    return (
      <ActionIcon variant="default" size="lg" aria-label={label} aria-disabled data-disabled>
        {children}
      </ActionIcon>
    )
  }
  return (
    <ActionIcon component={Link} href={href} variant="default" size="lg" aria-label={label}>
      {children}
    </ActionIcon>
  )
}
