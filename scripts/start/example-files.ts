import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Period, shiftPeriod } from '@bridge/domain'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { OUTCOMES } from './outcome-table.ts'

/** `examples/partners.json`: what each partner of the example does, and how its companies must end. */
const planSchema = z.strictObject({
  partners: z
    .array(
      z.strictObject({
        id: z.string().describe('As in the column partner_id'),
        connect: z.enum(['right_key', 'wrong_key', 'no']).describe('Whether it connects, and with which key'),
        map: z
          .union([z.enum(['all', 'none']), z.strictObject({ allBut: z.array(z.string()) })])
          .default('all')
          .describe('Which of its accounts it maps in Gradient, by company id'),
        archive: z.array(z.string()).default([]).describe('Company ids that are archived before it connects'),
        expected: z
          .partialRecord(z.enum(OUTCOMES), z.int().min(1))
          .describe('How many of its companies end how; outcomes that are left out: none'),
      }),
    )
    .min(1),
})

/** What one partner of the example does, and how its companies must end. */
export type PartnerPlan = z.output<typeof planSchema>['partners'][number]

/** A line of a file, its columns in the file's order. */
type Row = Record<string, string>

/** The example as it is loaded. */
export interface Example {
  partners: (PartnerPlan & { name: string; adminEmail: string | undefined; companyIds: string[] })[]
  /** One body for `POST /v1/imports` per file. */
  imports: { file: string; csv: string }[]
  /** The newest month written in the files; it stands for the last closed one. */
  writtenPeriod: Period
}

/**
 * Reads the example from a folder. Files are written once and for all, but only the last closed month can be billed: so the newest month in
 * them is moved to `period`, and the older ones with it. Throws when the files and the plan do not fit each other.
 */
export function readExample(folder: string, period: Period): Example {
  const plan = planSchema.parse(JSON.parse(readFileSync(join(folder, 'partners.json'), 'utf8')))
  const files = readdirSync(folder).filter((name) => name.endsWith('.csv'))
  const tables = files.sort().map((file) => ({ file, rows: readRows(join(folder, file)) }))
  const rows = tables.flatMap((table) => table.rows)
  const writtenPeriod = rows
    .map((row) => row['period'] ?? '')
    .sort()
    .at(-1)
  if (!writtenPeriod) throw new Error(`The files in ${folder} name no period.`)
  const unplanned = rows.find((row) => !plan.partners.some(({ id }) => id === row['partner_id']))
  if (unplanned) throw new Error(`examples/partners.json does not say what partner ${unplanned['partner_id']} does.`)
  const months = monthsBetween(writtenPeriod, period)
  return {
    writtenPeriod,
    imports: tables.map((table) => ({
      file: table.file,
      csv: stringify(
        table.rows.map((row) => (row['period'] ? { ...row, period: shiftPeriod(row['period'], months) } : row)),
        { header: true },
      ),
    })),
    partners: plan.partners.map((partner) => {
      const own = rows.filter((row) => row['partner_id'] === partner.id)
      const companyIds = [...new Set(own.map((row) => row['company_id'] ?? '').filter(Boolean))]
      const name = own.map((row) => row['partner_name']).find(Boolean)
      const adminEmail = own.map((row) => row['admin_email']).find(Boolean)
      const expected = Object.values(partner.expected).reduce((sum, count) => sum + count, 0)
      if (expected !== companyIds.length) {
        throw new Error(
          `examples: ${partner.id} has ${companyIds.length} companies, partners.json expects ${expected}.`,
        )
      }
      return { ...partner, companyIds, adminEmail, name: name ?? partner.id }
    }),
  }
}

function readRows(file: string): Row[] {
  return parse<Row>(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true })
}

function monthsBetween(from: Period, to: Period): number {
  const { years, months } = Temporal.PlainYearMonth.from(from).until(Temporal.PlainYearMonth.from(to))
  return years * 12 + months
}
