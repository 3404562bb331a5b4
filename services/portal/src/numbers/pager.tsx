import { Button, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import styles from './numbers.module.css'
import type { CursorPages } from './use-cursor-pages.ts'

/** The way through a list page by page, and which part of it is shown. `total`: where it is known. `isBusy`: what is shown is about to be replaced, so that its buttons lead nowhere. */
export function Pager(input: {
  pages: CursorPages
  perPage: number
  shown: number
  total: number | undefined
  nextCursor: string | null
  isBusy: boolean
  onTurn: () => void
}) {
  const { pages, perPage, shown, total, nextCursor, isBusy, onTurn } = input
  const says = words.numbers.list
  const first = formatNumber(pages.page * perPage + 1)
  const last = formatNumber(pages.page * perPage + shown)
  const turn = (isPossible: boolean, to: () => void) => () => {
    if (!isPossible || isBusy) return
    to()
    onTurn()
  }
  const hasPrevious = pages.page > 0
  return (
    <Group component="nav" aria-label={says.pages} justify="space-between" gap="sm" mt="md">
      <Text size="sm" c="dimmed" role="status" className={styles['tabular'] ?? ''}>
        {shown > 0 && (total === undefined ? says.range(first, last) : says.rangeOf(first, last, formatNumber(total)))}
      </Text>
      {(hasPrevious || nextCursor !== null) && (
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconChevronLeft size={16} />}
            aria-disabled={!hasPrevious || isBusy}
            data-disabled={!hasPrevious}
            onClick={turn(hasPrevious, pages.previous)}
          >
            {says.previous}
          </Button>
          <Button
            variant="default"
            rightSection={<IconChevronRight size={16} />}
            aria-disabled={nextCursor === null || isBusy}
            data-disabled={nextCursor === null}
            onClick={turn(nextCursor !== null, () => pages.next(nextCursor ?? ''))}
          >
            {says.next}
          </Button>
        </Group>
      )}
    </Group>
  )
}
