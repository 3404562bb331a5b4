import { Center, Loader, Stack, Text } from '@mantine/core'
import { words } from '../words/words.ts'

/** While a page or its numbers are on their way. */
export function Loading() {
  return (
    <Center mih="12rem" role="status">
      <Stack align="center" gap="xs">
        <Loader aria-hidden />
        <Text size="sm" c="dimmed">
          {words.common.loading}
        </Text>
      </Stack>
    </Center>
  )
}
