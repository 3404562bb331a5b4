import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { idSchema } from '@bridge/domain'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readExample } from '../scripts/start/example-files.ts'

const folder = resolve(import.meta.dirname, '../examples')
const COLUMNS = [
  'partner_id',
  'partner_name',
  'admin_email',
  'company_id',
  'company_name',
  'period',
  'billable_users',
] as const

/** A line of an import as gateway-api.md has it; an empty cell is a column left out. */
const emptyIsAbsent = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((cell) => (cell === '' ? undefined : cell), schema.optional())
const rowSchema = z.strictObject({
  partner_id: idSchema,
  partner_name: emptyIsAbsent(z.string().trim().min(1).max(200)),
  admin_email: emptyIsAbsent(z.email()),
  company_id: idSchema,
  company_name: emptyIsAbsent(z.string().trim().min(1).max(200)),
  period: emptyIsAbsent(z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/)),
  billable_users: emptyIsAbsent(z.coerce.number().int().min(0).max(10_000_000)),
})
type Row = z.output<typeof rowSchema>

const csvFiles = readdirSync(folder).filter((name) => name.endsWith('.csv'))
const csvRows = csvFiles.flatMap((file) =>
  z.array(rowSchema).parse(parse(readFileSync(join(folder, file)), { columns: true })),
)
const ndjsonRows = readFileSync(join(folder, 'corrections.ndjson'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => rowSchema.parse(JSON.parse(line)))

const keyOf = (row: Row) => `${row.partner_id}/${row.company_id}`
const names = new Map(csvRows.flatMap((row) => (row.company_name ? [[keyOf(row), row.company_name] as const] : [])))
const example = readExample(folder, '2031-02')
const usage = new Map(
  csvRows.flatMap((row) => (row.period === example.writtenPeriod ? [[keyOf(row), row.billable_users] as const] : [])),
)

describe('the example files', () => {
  it('hold at least 5 partners and 90 companies, each with one name, in columns of the import', () => {
    expect(example.partners.length).toBeGreaterThanOrEqual(5)
    expect(names.size).toBeGreaterThanOrEqual(90)
    expect(new Set(names.values()).size).toBe(names.size)
    expect(new Set(csvRows.map(keyOf))).toEqual(new Set(names.keys()))
    for (const file of csvFiles) {
      const header = readFileSync(join(folder, file), 'utf8').split('\n', 1)[0]?.split(',') ?? []
      expect(COLUMNS, file).toEqual(expect.arrayContaining(header))
    }
  })

  it.each([
    ['accents', /[àâäáãåçéèêëíîïñóôöõøúûüæþčńóşğ]/iu],
    ['commas', /,/],
    ['double quotes', /"/],
    ['apostrophes', /'/],
    ['ampersands', /&/],
    ['Japanese', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
    ['Chinese characters', /\p{Script=Han}/u],
    ['Korean', /\p{Script=Hangul}/u],
    ['Arabic', /\p{Script=Arabic}/u],
    ['Hebrew', /\p{Script=Hebrew}/u],
    ['Cyrillic', /\p{Script=Cyrillic}/u],
    ['Greek', /\p{Script=Greek}/u],
  ])('have company names with %s', (_kind, pattern) => {
    expect([...names.values()].filter((name) => pattern.test(name))).not.toEqual([])
  })

  it('report zeros, and say nothing of at least two companies, one of them reported for the month before', () => {
    const silent = [...names.keys()].filter((key) => !usage.has(key))
    const earlier = csvRows.filter((row) => row.period !== undefined && row.period < example.writtenPeriod).map(keyOf)
    expect([...usage.values()].filter((count) => count === 0).length).toBeGreaterThanOrEqual(2)
    expect(silent.length).toBeGreaterThanOrEqual(2)
    expect(silent.filter((key) => earlier.includes(key))).not.toEqual([])
  })

  it('mean nobody: every mail address is under a top-level domain that nobody can own', () => {
    const addresses = csvRows.flatMap((row) => row.admin_email ?? [])
    expect(new Set(addresses).size).toBe(example.partners.length)
    for (const address of addresses) expect(address).toMatch(/@[a-z0-9-]+\.example$|@example\.com$/)
  })

  it('correct, as NDJSON, only earlier months of companies that the CSV files name', () => {
    expect(ndjsonRows.length).toBeGreaterThan(0)
    for (const row of ndjsonRows) {
      expect(names.has(keyOf(row)), keyOf(row)).toBe(true)
      if (row.company_name !== undefined) expect(row.company_name).toBe(names.get(keyOf(row)))
      expect(row.period?.localeCompare(example.writtenPeriod), row.period).toBe(-1)
    }
  })
})

describe('partners.json', () => {
  it('has a partner that maps nothing, one that maps all but a few, one with a wrong key, and archived companies', () => {
    expect(example.partners.filter(({ map }) => map === 'none')).not.toEqual([])
    expect(example.partners.filter(({ map }) => typeof map === 'object')).not.toEqual([])
    expect(example.partners.filter(({ connect }) => connect === 'wrong_key')).not.toEqual([])
    expect(example.partners.flatMap(({ archive }) => archive).length).toBeGreaterThanOrEqual(2)
  })

  it('names only companies that the partner has', () => {
    for (const { id, map, archive, companyIds } of example.partners) {
      const named = [...archive, ...(typeof map === 'object' ? map.allBut : [])]
      expect(companyIds, id).toEqual(expect.arrayContaining(named))
    }
  })

  it.each(example.partners.map((partner) => [partner.id, partner] as const))(
    'expects of %s what its files and what it does lead to',
    (id, partner) => {
      const { map } = partner
      const isMapped = (company: string) => map === 'all' || (map !== 'none' && !map.allBut.includes(company))
      const derived: Record<string, number> = {}
      for (const company of partner.companyIds) {
        // Archived just now, so the last closed month is still billed: an archived company ends like any other.
        const reported = usage.has(`${id}/${company}`)
        const sent = isMapped(company) ? 'accepted' : 'unmapped'
        const outcome = partner.connect !== 'right_key' ? 'not_connected' : reported ? sent : 'no_usage'
        derived[outcome] = (derived[outcome] ?? 0) + 1
      }
      expect(partner.expected).toEqual(derived)
    },
  )

  it('accounts for every company: the expected outcomes add up to the companies in the CSV files', () => {
    const expected = example.partners.flatMap((partner) => Object.values(partner.expected))
    expect(expected.reduce((sum, count) => sum + count, 0)).toBe(names.size)
  })
})

describe('the months of the example', () => {
  it('move together, so that the newest becomes the month that is billed', () => {
    const moved = example.imports.flatMap(({ csv }) =>
      z.array(z.looseObject({ period: z.string() })).parse(parse(csv, { columns: true })),
    )
    const periods = new Set(moved.map(({ period }) => period).filter(Boolean))
    expect(periods).toEqual(new Set(['2031-02', '2031-01']))
  })
})
