import { Table, Text } from '@mantine/core'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { words } from '../words/words.ts'
import styles from './connect.module.css'

/** Name, id and count of each company: the three things that leave the house. */
export function SharedTable(input: {
  period: string
  rows: { companyId: string; companyName: string; unitCount: number | null }[]
}) {
  return (
    <Table className={styles['shared'] ?? ''} captionSide="top" verticalSpacing="xs" horizontalSpacing="xs">
      <Table.Caption ta="start">{words.connect.shared.caption(formatPeriod(input.period))}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col" w="50%">
            {words.connect.shared.name}
          </Table.Th>
          <Table.Th scope="col">{words.connect.shared.id}</Table.Th>
          <Table.Th scope="col" className="number">
            {words.connect.shared.count}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {input.rows.map((row) => (
          <Table.Tr key={row.companyId}>
            <Table.Td>{row.companyName}</Table.Td>
            <Table.Td className={styles['id'] ?? ''}>{row.companyId}</Table.Td>
            <Table.Td className="number">
              {row.unitCount === null ? (
                <Text span size="sm" c="dimmed">
                  {words.connect.shared.noCount}
                </Text>
              ) : (
                formatNumber(row.unitCount)
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
