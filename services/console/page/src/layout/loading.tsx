import { Center, Loader } from '@mantine/core'
import { words } from '../words/words.ts'

/** While a page or its numbers are on their way. */
export function Loading() {
  return (
    <Center mih="8rem" role="status" aria-label={words.common.loading}>
      <Loader size="sm" />
    </Center>
  )
}
