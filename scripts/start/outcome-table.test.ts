import { describe, expect, it } from 'vitest'
import { differences, drawOutcomeTable } from './outcome-table.ts'

const lines = [
  { partner: 'Müller & Söhne', counts: { accepted: 20, unmapped: 2, no_usage: 1 } },
  { partner: '東京IT', counts: { not_connected: 7 } },
]

describe('the table of outcomes', () => {
  it('adds up both ways: its last number is the number of companies', () => {
    const rows = drawOutcomeTable(lines).split('\n')
    expect(rows.at(-1)?.trim().split(/\s+/)).toEqual(['all', '20', '2', '1', '0', '0', '7', '30'])
    expect(rows[0]).toMatch(/partner +accepted +unmapped +no usage +refused +failed +not connected +companies/)
  })

  it('keeps its columns straight beside names in wide characters', () => {
    const rows = drawOutcomeTable(lines).split('\n')
    const wide = rows.find((row) => row.startsWith('東京IT')) ?? ''
    const narrow = rows.find((row) => row.startsWith('Müller')) ?? ''
    expect(wide.length + 2).toBe(narrow.length)
  })

  it('leaves out the rarer outcomes that nobody has', () => {
    expect(drawOutcomeTable(lines)).not.toContain('cancelled')
  })
})

describe('differences from what was expected', () => {
  it('are none where all is as expected, and name both numbers otherwise', () => {
    expect(differences('A', { accepted: 2 }, { accepted: 2 })).toEqual([])
    expect(differences('A', { accepted: 2 }, { accepted: 1, failed: 1 })).toEqual([
      'A: 1 accepted, expected were 2',
      'A: 1 failed, expected were 0',
    ])
  })
})
