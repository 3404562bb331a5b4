import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { words } from '../words/words.ts'
import styles from './list.module.css'

/** One thing that a list can be narrowed to. */
export interface Choice<Value> {
  value: Value
  label: ReactNode
}

/** Chooses one of several ways to narrow a list, or none. */
export function FilterChips<Value extends string>(input: {
  label: string
  choices: readonly Choice<Value>[]
  chosen: Value | null
  onChoose: (value: Value | null) => void
}) {
  const { chosen, onChoose } = input
  const chip = (value: Value | null, label: ReactNode) => (
    <UnstyledButton
      key={value ?? ''}
      className={styles['filter'] ?? ''}
      aria-pressed={value === chosen}
      onClick={() => onChoose(value === chosen ? null : value)}
    >
      {label}
    </UnstyledButton>
  )
  return (
    <fieldset className={styles['filters']}>
      <legend>{input.label}</legend>
      {chip(null, words.lists.all)}
      {input.choices.map(({ value, label }) => chip(value, label))}
    </fieldset>
  )
}
