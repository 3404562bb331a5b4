import { stringify } from 'csv-stringify/sync'

type Cell = string | number | null

/** The first line of a CSV file: its columns. */
export function csvHeader(columns: readonly string[]): string {
  return stringify([[...columns]])
}

/** Lines of a CSV file, in the order of `columns`. A cell that a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvLines<Column extends string>(
  columns: readonly Column[],
  rows: readonly Record<Column, Cell>[],
): string {
  return stringify([...rows], { columns: [...columns], escape_formulas: true })
}
