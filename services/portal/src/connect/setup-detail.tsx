import { Anchor, Box, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Shape } from '../api/client.ts'
import { now } from '../clock.ts'
import { formatMoment } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { periodBefore } from '../gradient/period-before.ts'
import { ProgressBar } from '../layout/progress-bar.tsx'
import type { PartnerRun } from '../live/use-connection.ts'
import { useSession } from '../session/use-session.ts'
import { words } from '../words/words.ts'
import type { SetupStep } from './setup-steps.ts'

/** From what the list is told. */
export interface SetupFacts {
  connection: Shape<'GradientConnection'>
  run: PartnerRun | null | undefined
}

/** What there is to say about one step: how far it is, or how it is done. */
export function SetupDetail({ step, isDone, ...facts }: SetupFacts & { step: SetupStep; isDone: boolean }) {
  switch (step) {
    case 'key':
      return <Detail>{words.connect.setup.keyOf(facts.connection.organizationName ?? '')}</Detail>
    case 'companies':
      return <Companies accounts={facts.connection.accounts} isDone={isDone} />
    case 'next':
      return isDone ? null : <Detail>{words.connect.setup.pressNext}</Detail>
    case 'map':
      return isDone ? null : <Mapping run={facts.run} />
    case 'first_count':
      return isDone ? null : <FirstCount nextRunAt={facts.connection.nextRunAt} />
  }
}

function Companies({ accounts, isDone }: { accounts: SetupFacts['connection']['accounts']; isDone: boolean }) {
  if (!accounts || accounts.total === 0) return <Detail>{words.connect.setup.noCompanies}</Detail>
  const { present, total, failed } = accounts
  const there = words.connect.setup.present(formatNumber(present), formatNumber(total))
  return (
    <>
      <Detail>{there}</Detail>
      {!isDone && (
        <Box my={6}>
          <ProgressBar done={present} total={total} label={words.connect.setup.steps.companies} text={there} />
        </Box>
      )}
      {failed > 0 && <Detail>{words.connect.setup.someFailed(failed)}</Detail>}
    </>
  )
}

function Mapping({ run }: { run: PartnerRun | null | undefined }) {
  const unmapped = run?.outcomes['unmapped'] ?? 0
  return (
    <>
      <Detail>{words.connect.setup.mapHow}</Detail>
      {unmapped > 0 && (
        <Anchor component={Link} href="/gradient/mapping" size="sm">
          {words.connect.setup.leftToMap(formatNumber(unmapped))}
        </Anchor>
      )}
    </>
  )
}

function FirstCount({ nextRunAt }: { nextRunAt: string | null }) {
  const { billingTimeZone } = useSession()
  if (nextRunAt === null) return null
  const closedLast = periodBefore(now().toISOString(), billingTimeZone)
  return (
    <>
      <Detail>{words.connect.setup.firstRun(formatMoment(nextRunAt, billingTimeZone))}</Detail>
      <Anchor component={Link} href={`/gradient/numbers/${closedLast}`} size="sm">
        {words.connect.setup.sendNow}
      </Anchor>
    </>
  )
}

function Detail({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  )
}
