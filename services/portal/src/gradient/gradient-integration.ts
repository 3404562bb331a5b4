import { IconChartDots3 } from '@tabler/icons-react'
import { formatMoment } from '../format/dates.ts'
import type { CardFacts, Integration } from '../integrations/integration.ts'
import { useConnection } from '../live/use-connection.ts'
import { useSession } from '../session/use-session.ts'
import { words } from '../words/words.ts'
import { gradientStateOf, TONES } from './gradient-state.ts'

/** Gradient, as a card among the integrations. */
export const gradientIntegration: Integration = {
  id: 'gradient',
  href: '/gradient',
  name: words.gradient.title,
  about: words.gradient.card.about,
  Icon: IconChartDots3,
  useFacts,
}

function useFacts() {
  const connection = useConnection()
  const { billingTimeZone } = useSession()
  const retry = () => void connection.refetch()
  const { data, error } = connection
  if (!data) return { facts: undefined, error, retry }
  const state = gradientStateOf(data.status)
  const nextRun = data.nextRunAt === null ? '' : formatMoment(data.nextRunAt, billingTimeZone)
  const facts: CardFacts = {
    tone: TONES[state],
    state: words.gradient.state[state],
    note: words.gradient.card.note[state]({ organization: data.organizationName ?? '', nextRun }),
    action: words.gradient.card.action[state],
  }
  return { facts, error: null, retry }
}
