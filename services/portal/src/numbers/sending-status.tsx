import { Anchor, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { formatMoment } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { ProgressBar } from '../layout/progress-bar.tsx'
import { words } from '../words/words.ts'
import styles from './numbers.module.css'
import { numbersOf } from './outcome.ts'
import type { SendPlan } from './send-plan.ts'
import type { SendState } from './send-state.ts'

const says = words.numbers.sending

/** What there is to be said of a month's sending: how far it is, what it waits for, or how it stands, and what keeps it from being sent. */
export function SendingStatus(input: {
  state: SendState
  plan: SendPlan
  stands: { outcomes: Readonly<Record<string, number>>; startedAt: string | null } | null
}) {
  const { state, plan, stands } = input
  if (state.kind === 'sending') return <SendingProgress done={state.done} total={state.total} />
  if (state.kind === 'asked') return <Text fw={600}>{says.asked}</Text>
  const isKeyBad = plan.kind === 'needs_key' || (state.kind === 'held' && state.why === 'needs_key')
  return (
    <div>
      <Text fw={600}>{headline(input)}</Text>
      {stands !== null && stands.startedAt !== null && plan.kind !== 'first' && (
        <Text size="sm" c="dimmed">
          {says.lastRun(formatMoment(stands.startedAt))}
        </Text>
      )}
      {plan.kind === 'not_connected' && <To href="/gradient">{says.connect}</To>}
      {isKeyBad && (
        <>
          <Text size="sm">{says.keyBad}</Text>
          <To href="/gradient">{says.toKey}</To>
        </>
      )}
    </div>
  )
}

function headline({ state, plan, stands }: Parameters<typeof SendingStatus>[0]): string {
  if (state.kind === 'held') return says.held[state.why](formatNumber(state.left))
  if (stands === null) return plan.kind === 'not_connected' ? says.neverConnected : says.notYet
  if (plan.kind === 'first') return says.notYetHere
  const { held, all } = numbersOf(stands.outcomes)
  return standing(held, all)
}

function standing(held: number, all: number): string {
  if (all === 0) return says.nothingToSend
  return held === all ? says.hasAll(formatNumber(all)) : says.has(formatNumber(held), formatNumber(all))
}

function SendingProgress({ done, total }: { done: number; total: number }) {
  const text = says.progress(formatNumber(done), formatNumber(total))
  return (
    <Stack gap={6}>
      <Text fw={600}>{says.sendingNow}</Text>
      <ProgressBar done={done} total={total} label={says.sendingNow} text={text} />
      <Text size="sm" c="dimmed" className={styles['tabular'] ?? ''} aria-hidden>
        {text}
      </Text>
    </Stack>
  )
}

function To({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Anchor component={Link} href={href} size="sm">
      {children}
    </Anchor>
  )
}
