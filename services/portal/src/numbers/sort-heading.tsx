import { Table, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconSelector } from '@tabler/icons-react'
import styles from './list.module.css'
import type { ListView, Sort } from './list-view.ts'

/** A column of a list: what stands above it and, where it can be sorted by, its name for that. */
export interface Column {
  label: string
  sort?: Sort
  isNumber?: boolean
}

/** A column's heading; one that the list can be sorted by is a button. */
export function SortHeading(input: {
  column: Column
  view: Pick<ListView, 'sort' | 'order'>
  onSort: (sort: Sort) => void
}) {
  const { label, sort, isNumber } = input.column
  const isSorted = sort !== undefined && input.view.sort === sort
  const direction = input.view.order === 'asc' ? 'ascending' : 'descending'
  const Icon = !isSorted ? IconSelector : input.view.order === 'asc' ? IconArrowUp : IconArrowDown
  const classes = [isNumber && styles['number'], sort && styles['sortable']].filter(Boolean).join(' ')
  return (
    <Table.Th
      scope="col"
      role="columnheader"
      className={classes}
      aria-sort={sort === undefined ? undefined : isSorted ? direction : 'none'}
    >
      {sort === undefined ? (
        label
      ) : (
        <UnstyledButton className={styles['sort'] ?? ''} fz="sm" onClick={() => input.onSort(sort)}>
          {label}
          <Icon size={16} aria-hidden />
        </UnstyledButton>
      )}
    </Table.Th>
  )
}
