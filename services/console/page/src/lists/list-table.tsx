import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './list.module.css'

/** A column of a list: what stands above it. */
export interface Column {
  label: string
  isNumber?: boolean
  /** On a card it has a line of its own. */
  isWide?: boolean
}

/**
 * A table which is a stack of cards on a phone. The roles are said outright: a browser may forget them when the rows are no longer drawn as
 * rows. `isBusy`: what it shows is about to be replaced.
 */
export function ListTable(input: {
  label: string
  columns: readonly Column[]
  isBusy?: boolean
  /** It is narrow enough to stay a table on a phone. */
  isNarrow?: boolean
  children: ReactNode
}) {
  const { isBusy = false, isNarrow = false } = input
  return (
    <Table
      role="table"
      aria-label={input.label}
      aria-busy={isBusy}
      data-busy={isBusy || undefined}
      className={`${styles['table']} ${isNarrow ? styles['narrow'] : styles['stacked']}`}
      highlightOnHover
    >
      <Table.Thead role="rowgroup">
        <Table.Tr role="row">
          {input.columns.map(({ label, isNumber }) => (
            <Table.Th key={label} scope="col" role="columnheader" className={isNumber ? styles['number'] : undefined}>
              {label}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody role="rowgroup">{input.children}</Table.Tbody>
    </Table>
  )
}

/** A line of a list. */
export function ListRow({ children }: { children: ReactNode }) {
  return <Table.Tr role="row">{children}</Table.Tr>
}

/** A cell; on a card its column's label stands before it. */
export function ListCell({ column, children }: { column: Column; children: ReactNode }) {
  return (
    <Table.Td
      role="cell"
      data-label={column.label}
      data-wide={column.isWide || undefined}
      className={column.isNumber ? styles['number'] : undefined}
    >
      <div className={styles['cell']}>{children}</div>
    </Table.Td>
  )
}
