import { Button, Stack, Text } from '@mantine/core'
import { words } from '../words/words.ts'
import type { ListView } from './list-view.ts'

const says = words.numbers.list

/** Why a list is empty, and the way to a fuller one. */
export function EmptyList(input: {
  view: Pick<ListView, 'search' | 'outcome'>
  page: number
  text: string
  onShowAll: () => void
}) {
  const { view, page, text } = input
  const isNarrowed = view.search !== '' || view.outcome !== null
  return (
    <Stack align="center" gap="sm" py="xl" ta="center">
      <Text>{page > 0 ? says.pageEmpty : text}</Text>
      {isNarrowed && (
        <Button variant="default" onClick={input.onShowAll}>
          {says.showAll}
        </Button>
      )}
    </Stack>
  )
}

/** Says why a list of a month's companies is empty; `whenAll`: where nothing is searched or filtered. */
export function emptyTextOf({ search, outcome }: Pick<ListView, 'search' | 'outcome'>, whenAll: string): string {
  if (outcome === null) return search === '' ? whenAll : says.noHit(search)
  const name = words.numbers.outcome[outcome]
  return search === '' ? says.noneInOutcome(name) : says.noHitInOutcome(search, name)
}
