import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { words } from '../words/words.ts'
import styles from './list.module.css'
import type { ListView, Sort } from './list-view.ts'
import { type Column, SortHeading } from './sort-heading.tsx'

/**
 * A table of companies, which is a stack of cards on a phone. The roles are said outright: a browser may forget them when the rows are no
 * longer drawn as rows. `isBusy`: what it shows is about to be replaced.
 */
export function ListTable(input: {
  label: string
  columns: readonly Column[]
  view: Pick<ListView, 'sort' | 'order'>
  onSort: (sort: Sort) => void
  isBusy: boolean
  children: ReactNode
}) {
  return (
    <Table
      role="table"
      aria-label={input.label}
      aria-busy={input.isBusy}
      className={styles['table'] ?? ''}
      verticalSpacing="sm"
      horizontalSpacing="sm"
    >
      <Table.Thead role="rowgroup">
        <Table.Tr role="row" data-label={words.numbers.list.sortBy}>
          {input.columns.map((column) => (
            <SortHeading key={column.label} column={column} view={input.view} onSort={input.onSort} />
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody role="rowgroup">{input.children}</Table.Tbody>
    </Table>
  )
}

/** A cell; on a card its column's label stands before it. */
export function ListCell({ column, children }: { column: Column; children: ReactNode }) {
  return (
    <Table.Td role="cell" data-label={column.label} className={column.isNumber ? styles['number'] : undefined}>
      <div className={styles['cell']}>{children}</div>
    </Table.Td>
  )
}
