import { Button, Group, List, Stack, Text } from '@mantine/core'
import { ApiError } from '../api/api-error.ts'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { BusyButton } from '../layout/busy-button.tsx'
import { Dialog } from '../layout/dialog.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { words } from '../words/words.ts'
import { plannedNumbers, type SendPlan } from './send-plan.ts'
import type { AskedRun } from './send-state.ts'
import { useSendNow } from './use-send-now.ts'

const says = words.numbers.sendNow

/** Says what Send now will do before it does it. */
export function SendNowDialog(input: {
  period: string
  plan: SendPlan
  isPaused: boolean
  isOpen: boolean
  onClose: () => void
  onAsked: (asked: AskedRun) => void
}) {
  const { period, plan } = input
  const send = useSendNow(period, (asked) => {
    input.onAsked(asked)
    input.onClose()
  })
  const close = () => {
    send.reset()
    input.onClose()
  }
  const hasWork = plan.kind === 'first' || plan.kind === 'again'
  const month = formatPeriod(period)
  return (
    <Dialog
      title={hasWork ? says.title(month) : says.titleNothing(month)}
      isOpen={input.isOpen}
      isBusy={send.isPending}
      onClose={close}
    >
      <Stack gap="md">
        <PlanWords plan={plan} />
        {hasWork && input.isPaused && <Text>{says.paused}</Text>}
        <Text size="sm" c="dimmed">
          {says.byItself}
        </Text>
        {send.error && (
          <ProblemNotice
            error={send.error}
            text={send.error instanceof ApiError && send.error.status > 0 ? undefined : says.noAnswer}
          />
        )}
        <Group justify="flex-end" gap="sm">
          {!send.isPending && (
            <Button variant="default" onClick={close}>
              {hasWork ? says.cancel : words.common.close}
            </Button>
          )}
          {hasWork && (
            <BusyButton
              busy={send.isPending}
              busyLabel={says.busy}
              onClick={() => send.mutate({ toSend: plannedNumbers(plan) })}
            >
              {says.action}
            </BusyButton>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}

function PlanWords({ plan }: { plan: SendPlan }) {
  switch (plan.kind) {
    case 'first':
      return (
        <>
          {plan.companies === 0 ? (
            <Text>{says.firstNone}</Text>
          ) : (
            <Text>
              {says.first(formatNumber(plan.companies))} {says.firstSum(formatNumber(plan.users))}
            </Text>
          )}
          <Text>{says.noUsageLeftOut}</Text>
        </>
      )
    case 'again':
      return (
        <>
          <div>
            <Text fw={600}>{says.again(plan.total)}</Text>
            <List mt={4}>
              {plan.unmapped > 0 && <List.Item>{says.unmapped(plan.unmapped)}</List.Item>}
              {plan.failed > 0 && <List.Item>{says.failed(plan.failed)}</List.Item>}
              {plan.refused > 0 && <List.Item>{says.refused(plan.refused)}</List.Item>}
            </List>
          </div>
          <NotSent {...plan} />
        </>
      )
    case 'nothing':
      return (
        <>
          <Text>{says.nothing}</Text>
          <NotSent {...plan} held={0} />
        </>
      )
    case 'under_way':
      return <Text>{says.underWay(plan.left)}</Text>
    case 'not_connected':
    case 'needs_key':
      return null
  }
}

function NotSent({ held, noUsage }: { held: number; noUsage: number }) {
  return (
    <>
      {held > 0 && <Text>{says.held(held)}</Text>}
      {noUsage > 0 && <Text>{says.noUsage(noUsage)}</Text>}
    </>
  )
}
