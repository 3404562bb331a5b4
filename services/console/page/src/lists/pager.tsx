import { Button, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import type { CursorPages } from './use-cursor-pages.ts'

/**
 * The way through a list page by page, and which part of it is shown. `total`: where it is known. `isBusy`: what is shown is about to be replaced by another list or page, so that its buttons lead nowhere; one
 * that is only fetched anew keeps its own.
 */
export function Pager(input: {
  pages: CursorPages
  perPage: number
  shown: number
  total?: number | undefined
  nextCursor: string | null
  isBusy: boolean
}) {
  const { pages, perPage, shown, total, nextCursor, isBusy } = input
  const says = words.lists
  const first = formatNumber(pages.page * perPage + 1)
  const last = formatNumber(pages.page * perPage + shown)
  const hasPrevious = pages.page > 0
  const isDisabled = (isPossible: boolean) => ({
    'aria-disabled': !isPossible || isBusy,
    ...(isPossible ? {} : { 'data-disabled': true }),
  })
  return (
    <Group component="nav" aria-label={says.pages} justify="space-between" gap="sm" mt="sm">
      <Text c="dimmed" size="xs" role="status" className="tabular">
        {shown > 0 && (total === undefined ? says.range(first, last) : says.rangeOf(first, last, formatNumber(total)))}
      </Text>
      {(hasPrevious || nextCursor !== null) && (
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconChevronLeft size={14} />}
            {...isDisabled(hasPrevious)}
            onClick={() => hasPrevious && !isBusy && pages.previous()}
          >
            {says.previous}
          </Button>
          <Button
            variant="default"
            rightSection={<IconChevronRight size={14} />}
            {...isDisabled(nextCursor !== null)}
            onClick={() => nextCursor !== null && !isBusy && pages.next(nextCursor)}
          >
            {says.next}
          </Button>
        </Group>
      )}
    </Group>
  )
}
