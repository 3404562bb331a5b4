import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readExample } from './example-files.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradient-bridge-example-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const CSV = `partner_id,partner_name,company_id,company_name,period,billable_users
p1,"Zoë, ""Z"" & Co",c1,Åkerlund,2026-08,3
p1,,c1,Åkerlund,2026-09,4
p1,,c2,株式会社,,
`

function write(plan: unknown, csv = CSV): void {
  writeFileSync(join(folder, 'usage.csv'), csv)
  writeFileSync(join(folder, 'partners.json'), JSON.stringify({ partners: [plan] }))
}

const PLAN = { id: 'p1', connect: 'right_key', map: { allBut: ['c2'] }, expected: { accepted: 1, no_usage: 1 } }

describe('the example files', () => {
  it('have their newest month moved to the one to bill, older ones with it, and are otherwise left as they are', () => {
    write(PLAN)
    const example = readExample(folder, '2027-01')
    expect(example.writtenPeriod).toBe('2026-09')
    expect(example.imports[0]?.csv).toBe(CSV.replace('2026-09', '2027-01').replace('2026-08', '2026-12'))
    expect(example.partners[0]).toMatchObject({ name: 'Zoë, "Z" & Co', companyIds: ['c1', 'c2'], archive: [] })
  })

  it('are refused when the plan forgets a partner or expects another number of companies', () => {
    write({ ...PLAN, expected: { accepted: 1 } })
    expect(() => readExample(folder, '2027-01')).toThrow('p1 has 2 companies, partners.json expects 1')
    write(PLAN, `${CSV}p2,Other,c9,Nine,2026-09,1\n`)
    expect(() => readExample(folder, '2027-01')).toThrow('does not say what partner p2 does')
  })
})
