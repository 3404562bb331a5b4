import { Alert, List, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import { leftToSend } from './outcome.ts'

const says = words.numbers.sending

/** What came of Send now, in words: how many of the numbers that it was to send Gradient has now, and what keeps it from the others. */
export function SendResult(input: { period: string; outcomes: Readonly<Record<string, number>>; toSend: number }) {
  const { outcomes, toSend } = input
  const left = [
    { count: outcomes['unmapped'] ?? 0, text: says.left.unmapped },
    { count: outcomes['failed'] ?? 0, text: says.left.failed },
    { count: outcomes['refused'] ?? 0, text: says.left.refused },
    { count: leftToSend(outcomes), text: says.left.waiting },
  ].filter(({ count }) => count > 0)
  const notTaken = left.reduce((sum, { count }) => sum + count, 0)
  const taken = Math.max(0, toSend - notTaken)
  const isAll = notTaken === 0
  return (
    <Alert
      role="presentation"
      mt="md"
      color={isAll ? 'green' : 'yellow'}
      icon={isAll ? <IconCircleCheck /> : <IconAlertTriangle />}
      title={taken > 0 || isAll ? says.done(formatPeriod(input.period)) : says.doneNothing}
    >
      {toSend > 0 && <Text size="sm">{says.taken(formatNumber(taken), formatNumber(toSend))}</Text>}
      {!isAll && (
        <List size="sm" mt={4}>
          {left.map(({ count, text }) => (
            <List.Item key={text(count)}>{text(count)}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  )
}
