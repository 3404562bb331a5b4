import type { BreakdownRow } from './breakdown.ts'
import { csvHeader, csvLines } from './csv.ts'
import { resultOf } from './words-en.ts'

const COLUMNS = [
  'companyId',
  'companyName',
  'period',
  'unitCount',
  'outcome',
  'result',
  'sentAt',
  'correctedFrom',
  'correctedAt',
] as const

/** All lines as a file, named as the API names them. The mark in front has spreadsheets read names of every script. */
export function breakdownCsv(rows: readonly BreakdownRow[]): string {
  return `\ufeff${csvHeader(COLUMNS)}${csvLines(COLUMNS, rows.map(cells))}`
}

function cells(row: BreakdownRow) {
  const { companyId, companyName, period, unitCount, outcome, sentAt, corrected } = row
  return {
    companyId,
    companyName,
    period,
    unitCount,
    outcome,
    result: resultOf(row),
    sentAt: sentAt?.toISOString() ?? null,
    correctedFrom: corrected?.from ?? null,
    correctedAt: corrected?.at.toISOString() ?? null,
  }
}
