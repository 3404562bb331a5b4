import { Text } from '@mantine/core'
import { LonePage } from '../layout/lone-page.tsx'
import { pageFact } from '../page-facts.ts'
import { words } from '../words/words.ts'

/** The link that led here lets nobody in: why, and how to get another. */
export function EntryRefusedPage() {
  const why = pageFact('portal-entry')
  const known = why === 'used' || why === 'expired' ? why : 'unknown'
  return (
    <LonePage title={words.entry.title[known]}>
      <Text>{words.entry.text[known]}</Text>
      <Text mt="sm">{words.entry.next}</Text>
    </LonePage>
  )
}
