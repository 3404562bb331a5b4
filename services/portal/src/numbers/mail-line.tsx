import { Group, Text } from '@mantine/core'
import { IconMail, IconMailCheck, IconMailX } from '@tabler/icons-react'
import { formatMoment } from '../format/dates.ts'
import { words } from '../words/words.ts'
import type { Month } from './months.ts'

const ICONS = {
  sent: IconMailCheck,
  waiting: IconMail,
  sending: IconMail,
  bounced: IconMailX,
  failed: IconMailX,
  not_sent: IconMailX,
}

/** To whom a month's breakdown was mailed, and when, or why not. */
export function MailLine({ mail }: { mail: Month['mail'] }) {
  if (!mail) return null
  const Icon = ICONS[mail.status]
  const isTold = mail.status === 'bounced' || mail.status === 'failed' || mail.status === 'not_sent'
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" mt="xs">
      <Icon size={18} aria-hidden style={{ flex: 'none' }} />
      <Text size="sm">
        {textOf(mail)}
        {isTold && mail.detail !== null && ` ${mail.detail}`}
      </Text>
    </Group>
  )
}

function textOf({ status, recipient, sentAt }: NonNullable<Month['mail']>): string {
  const says = words.numbers.mail
  const to = recipient ?? says.somebody
  switch (status) {
    case 'sent':
      return says.sent(to, sentAt === null ? '' : formatMoment(sentAt))
    case 'waiting':
    case 'sending':
      return says.waiting
    case 'bounced':
      return says.bounced(to)
    case 'failed':
      return says.failed
    case 'not_sent':
      return says.notSent
  }
}
