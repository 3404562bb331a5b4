import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import { formatNumber } from '../format/numbers.ts'
import { Panel } from '../layout/panel.tsx'
import { words } from '../words/words.ts'
import { Figure, Figures } from './figures.tsx'
import { MailLine } from './mail-line.tsx'
import type { Month } from './months.ts'
import { missingOf } from './outcome.ts'

const says = words.numbers.figures

/** A month's sums: what was reported, what Gradient has, what is left to do, and that no company is missing. */
export function MonthFigures({ month }: { month: Month }) {
  const { outcomes } = month
  const missing = missingOf(month)
  const trouble = outcomes ? outcomes.failed + outcomes.refused : 0
  return (
    <Panel title={says.title}>
      <Figures>
        <Figure name={says.users} isLead value={formatNumber(month.billableUsers)}>
          {says.ofCompanies(formatNumber(month.companies))}
        </Figure>
        {outcomes && (
          <Figure name={says.inGradient} isLead value={formatNumber(month.sentUsers)}>
            {says.ofUsers}
          </Figure>
        )}
        {outcomes && (outcomes.unmapped > 0 || month.mappedSince > 0) && (
          <Figure name={says.toMap} value={formatNumber(outcomes.unmapped)}>
            {month.isOpen && outcomes.unmapped > 0 && (
              <>
                <Anchor component={Link} href="/gradient/mapping" inherit py={4} display="inline-block">
                  {says.seeToMap}
                </Anchor>
                {month.mappedSince > 0 && ' · '}
              </>
            )}
            {month.mappedSince > 0 && says.mappedSince(formatNumber(month.mappedSince))}
          </Figure>
        )}
        {trouble > 0 && <Figure name={says.trouble} value={formatNumber(trouble)} />}
        {outcomes && outcomes.no_usage > 0 && (
          <Figure name={says.noUsage} value={formatNumber(outcomes.no_usage)}>
            {says.notAsZero}
          </Figure>
        )}
      </Figures>
      {!outcomes && !month.isOpen && (
        <Text size="sm" mt="md">
          {words.numbers.sending.never}
        </Text>
      )}
      {outcomes && (
        <Text size="sm" mt="md" fw={missing === 0 ? undefined : 600}>
          {missing === 0 ? says.accounted(formatNumber(month.expected)) : says.missing(missing)}
        </Text>
      )}
      <MailLine mail={month.mail} />
    </Panel>
  )
}
