import { Alert, Button, Group, Text } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { formatMoment } from '../format/dates.ts'
import { words } from '../words/words.ts'
import type { Kept } from './use-kept.ts'

/** What is shown could not be had anew, or is not what was asked for last. */
export function StaleNotice({ page }: { page: Kept<unknown> }) {
  const moment = formatMoment(new Date(page.at).toISOString())
  return (
    <Alert role="status" color="yellow" icon={<IconCloudOff />} mb="md">
      <Text size="sm">{page.isOld ? words.numbers.notFetched(moment) : words.numbers.stale(moment)}</Text>
      <Group mt="sm">
        <Button size="xs" variant="default" onClick={page.refetch}>
          {words.problem.again}
        </Button>
      </Group>
    </Alert>
  )
}
