import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { words } from '../words/words.ts'
import styles from './list.module.css'

/** How long nothing is typed before it is searched. */
const PAUSE_MS = 300
const LONGEST = 200

/** Where something is looked for; it is searched while one types. */
export function SearchField(input: {
  label: string
  value: string
  onSearch: (search: string) => void
  isFirst?: boolean
}) {
  const { value, onSearch } = input
  const [typed, setTyped] = useState(value)
  const [told, setTold] = useState(value)
  // The address changed without the field: somebody went back.
  if (value !== told) {
    setTold(value)
    if (typed.trim() !== value) setTyped(value)
  }
  const searchSoon = useDebouncedCallback(onSearch, PAUSE_MS)
  const type = (text: string) => {
    setTyped(text)
    searchSoon(text.trim())
  }
  return (
    <TextInput
      type="search"
      className={styles['search'] ?? ''}
      label={input.label}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        typed === '' ? null : <CloseButton size="sm" aria-label={words.lists.clearSearch} onClick={() => type('')} />
      }
      value={typed}
      maxLength={LONGEST}
      onChange={(event) => type(event.currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
    />
  )
}
