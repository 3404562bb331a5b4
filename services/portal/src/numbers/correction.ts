import type { Row } from './outcome.ts'

/** Why a number stands beside another that Gradient had taken before. */
export interface CorrectionView {
  /** `reported_anew`: another number was reported. `came_back`: the company was archived, its last 0 was taken, and it came back. */
  why: 'reported_anew' | 'came_back'
  from: number
  to: number
  at: string
  /** Whether Gradient has the new number by now. */
  isSent: boolean
}

/** Reads it from a line; `null` where nothing was corrected. */
export function correctionOf(row: Pick<Row, 'corrected' | 'unitCount' | 'outcome'>): CorrectionView | null {
  const { corrected, unitCount } = row
  if (!corrected || unitCount === null) return null
  const why = corrected.fromRevision === 0 ? 'came_back' : 'reported_anew'
  return { why, from: corrected.from, to: unitCount, at: corrected.at, isSent: row.outcome === 'accepted' }
}
