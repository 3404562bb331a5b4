import { Button, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useRef } from 'react'
import { words } from '../words/words.ts'
import styles from './mapping.module.css'

/** A name and a button that copies it. Where copying is not allowed the name is selected, ready for the keyboard. */
export function CopyName(input: { name: string; isCopied: boolean; onTell: (text: string, isDone: boolean) => void }) {
  const { name, isCopied, onTell } = input
  const shown = useRef<HTMLParagraphElement>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(name)
      onTell(words.mapping.copied(name), true)
    } catch {
      if (shown.current) getSelection()?.selectAllChildren(shown.current)
      onTell(words.mapping.selected, false)
    }
  }
  return (
    <>
      <Text ref={shown} fw={600}>
        <bdi>{name}</bdi>
      </Text>
      <Button
        variant="default"
        size="xs"
        className={styles['button'] ?? ''}
        leftSection={isCopied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        aria-label={words.mapping.copy(name)}
        onClick={() => void copy()}
      >
        {isCopied ? words.common.copied : words.common.copy}
      </Button>
    </>
  )
}
