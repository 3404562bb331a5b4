import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { words } from '../words/words.ts'

/** How long nothing is typed before it is searched. */
const PAUSE_MS = 300
const LONGEST = 200

/** Where a company is looked for; it is searched while one types. */
export function SearchField({ value, onSearch }: { value: string; onSearch: (search: string) => void }) {
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
      label={words.numbers.list.search}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed === '' ? null : (
          <CloseButton size="sm" aria-label={words.numbers.list.clearSearch} onClick={() => type('')} />
        )
      }
      value={typed}
      maxLength={LONGEST}
      onChange={(event) => type(event.currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
    />
  )
}
