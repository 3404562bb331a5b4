import { Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** There is nothing to list, and why. */
export function EmptyNote({ children }: { children: ReactNode }) {
  return (
    <Text c="dimmed" py="md">
      {children}
    </Text>
  )
}
