import { Group, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { words } from '../words/words.ts'
import type { Cleared } from './cleared.ts'
import styles from './mapping.module.css'

/** Says, and speaks, what has just gone from the list. It is there from the beginning: only what changes in it is spoken. */
export function ClearedNote({ cleared }: { cleared: Cleared | null }) {
  return (
    <div role="status" className={styles['cleared']}>
      {cleared && (
        <Group gap="xs" wrap="nowrap">
          <IconCircleCheck size={20} aria-hidden />
          <Text fw={600}>
            {cleared.name === null
              ? words.mapping.clearedMany(cleared.count, cleared.left)
              : words.mapping.cleared(cleared.name, cleared.left)}
          </Text>
        </Group>
      )}
    </div>
  )
}
