import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { words } from '../words/words.ts'

/** A partner that somebody chose. */
export interface ChosenPartner {
  partnerId: string
  name: string
}

const PAUSE_MS = 250
const MOST_SHOWN = 6

/** Chooses a partner by name or id. */
export function PartnerField(input: {
  value: ChosenPartner | null
  onChange: (partner: ChosenPartner | null) => void
}) {
  const { value, onChange } = input
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), PAUSE_MS)
  const found = useQuery({
    queryKey: ['search', text],
    queryFn: ({ signal }) => call('get', '/api/search', { query: { text }, signal }),
    enabled: text !== '' && text !== value?.name,
    placeholderData: keepPreviousData,
  })
  const known = new Map((found.data?.partners ?? []).map(({ id, name }) => [id, name]))
  if (value) known.set(value.partnerId, value.name)
  return (
    <Select
      label={words.lists.partner}
      placeholder={words.levers.partnerHint}
      searchable
      required
      withAsterisk={false}
      value={value?.partnerId ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={text === '' ? words.levers.partnerHint : words.lists.noHit(text)}
      comboboxProps={{ withinPortal: false }}
      // All are seen at once: a list that scrolls is hard to reach by the keyboard.
      limit={MOST_SHOWN}
      maxDropdownHeight={480}
      withScrollArea={false}
      data-autofocus
      data={[...known].map(([partnerId, name]) => ({ value: partnerId, label: `${name} (${partnerId})` }))}
      onChange={(partnerId) =>
        onChange(partnerId === null ? null : { partnerId, name: known.get(partnerId) ?? partnerId })
      }
    />
  )
}
