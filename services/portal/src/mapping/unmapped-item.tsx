import { Text } from '@mantine/core'
import type { Shape } from '../api/client.ts'
import { formatMoment } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import { CopyName } from './copy-name.tsx'
import styles from './mapping.module.css'

const says = words.mapping.list

/** A company that is to be mapped: the name that its account has in Gradient, and what waits for it. */
export function UnmappedItem(input: {
  company: Shape<'UnmappedCompany'>
  isCopied: boolean
  onTell: (text: string, isDone: boolean) => void
}) {
  const { companyId, companyName, accountName, unitCount, since } = input.company
  const name = accountName ?? companyName
  return (
    <li>
      <CopyName name={name} isCopied={input.isCopied} onTell={input.onTell} />
      <Text size="sm" c="dimmed" className={styles['about'] ?? ''}>
        {[
          words.numbers.list.id(companyId),
          unitCount === null ? says.noUsers : says.users(formatNumber(unitCount)),
          ...(since === null ? [] : [says.asked(formatMoment(since))]),
        ].join(' · ')}
      </Text>
      {name !== companyName && (
        <Text size="sm" className={styles['about'] ?? ''}>
          {says.named(companyName)}
        </Text>
      )}
    </li>
  )
}
