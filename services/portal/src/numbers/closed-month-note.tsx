import { Button, Paper, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Link } from 'wouter'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import styles from './numbers.module.css'
import { numbersOf } from './outcome.ts'
import { shiftPeriod } from './period.ts'
import type { Months } from './use-months.ts'

const says = words.numbers.closed

/** How the month closed last stands, and the way to it: that is where numbers are sent from. */
export function ClosedMonthNote({ months }: { months: Months }) {
  const period = shiftPeriod(months.running, -1)
  const month = months.list?.find((known) => known.period === period)
  const name = formatPeriod(period)
  const numbers = month?.outcomes && numbersOf(month.outcomes)
  return (
    <Paper component="section" withBorder p={{ base: 'md', sm: 'lg' }} mb="lg" aria-label={says.title(name)}>
      <div className={styles['sending']}>
        <div>
          <Text fw={600}>{says.title(name)}</Text>
          <Text size="sm" c="dimmed">
            {months.list === undefined
              ? words.common.loading
              : numbers
                ? says.sent(formatNumber(numbers.held), formatNumber(numbers.all))
                : says.notSent}
          </Text>
        </div>
        <Button
          component={Link}
          href={`/gradient/numbers/${period}`}
          variant="default"
          rightSection={<IconArrowRight size={16} />}
        >
          {says.open(name)}
        </Button>
      </div>
    </Paper>
  )
}
