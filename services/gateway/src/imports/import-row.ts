import type { ImportRejection, ImportRow } from '@bridge/db'
import { idSchema, type Period, periodSchema } from '@bridge/domain'
import type { z } from 'zod'
import { billableUsersSchema, emailSchema, nameSchema } from '../wire.ts'

/** The columns of an import, in CSV and as names in NDJSON. */
export const IMPORT_COLUMNS = [
  'partner_id',
  'partner_name',
  'admin_email',
  'company_id',
  'company_name',
  'period',
  'billable_users',
] as const
export type ImportColumn = (typeof IMPORT_COLUMNS)[number]

/** One line's values; what was left out is absent. */
export type ImportCells = { [Column in ImportColumn]?: string | number | undefined }

/** What can be wrong with a line. Stable: callers branch on it. */
export const LINE_CODES = {
  malformed_csv: 'is not CSV: a quote within a field must be doubled, and the field quoted',
  malformed_json: 'is not one JSON object of texts and numbers, each name once',
  line_too_long: 'is too long',
  wrong_field_count: 'has not as many fields as the header',
  unknown_field: 'has a name that is not one of the columns',
  not_utf8: 'is not UTF-8',
  partner_id_missing: 'names no partner_id',
  company_id_missing: 'says something about a company but names no company_id',
  period_missing: 'has billable_users but no period',
  invalid_partner_id: 'partner_id',
  invalid_partner_name: 'partner_name',
  invalid_admin_email: 'admin_email',
  invalid_company_id: 'company_id',
  invalid_company_name: 'company_name',
  invalid_period: 'period',
  invalid_billable_users: 'billable_users must be a whole number from 0 to 10000000',
  period_in_future: 'reports a period that has not begun',
  partner_unknown: 'names a partner that is not known, and no line that is kept gives its partner_name',
  company_unknown: 'names a company that is not known, and no line gives its company_name',
  company_archived: 'reports a period after the last one of an archived company',
} as const satisfies Record<string, string> & Record<ImportRejection, string>
export type LineCode = keyof typeof LINE_CODES

/** A line that is not kept, and why. */
export interface LineError {
  line: number
  code: LineCode
  message: string
}

export function lineError(line: number, code: LineCode, more = ''): LineError {
  return { line, code, message: `Line ${line} ${LINE_CODES[code]}${more}.` }
}

/**
 * Makes the check of lines for one import. `nowPeriod` is the month that runs now. Values that repeat from line to line, as those of a partner
 * do, are checked once.
 */
export function createRowCheck(nowPeriod: Period): (line: number, cells: ImportCells) => ImportRow | LineError {
  const checks = {
    partner_id: remembering('invalid_partner_id', idSchema),
    partner_name: remembering('invalid_partner_name', nameSchema),
    admin_email: remembering('invalid_admin_email', emailSchema),
    company_id: remembering('invalid_company_id', idSchema),
    company_name: remembering('invalid_company_name', nameSchema),
    period: remembering('invalid_period', periodSchema),
  } as const
  const columns = Object.keys(checks) as (keyof typeof checks)[]

  return (line, cells) => {
    for (const column of columns) {
      const value = cells[column]
      if (value === undefined) continue
      const problem = checks[column].check(value)
      if (problem === undefined) continue
      if (typeof value === 'string' && value.includes('\uFFFD')) return lineError(line, 'not_utf8')
      return lineError(line, checks[column].code, `: ${problem}`)
    }
    const billableUsers = readBillableUsers(cells.billable_users)
    if (billableUsers === undefined) return lineError(line, 'invalid_billable_users')
    if (cells.partner_id === undefined) return lineError(line, 'partner_id_missing')
    const saysOfCompany = cells.company_name !== undefined || cells.period !== undefined || billableUsers !== null
    if (cells.company_id === undefined && saysOfCompany) return lineError(line, 'company_id_missing')
    if (billableUsers !== null && cells.period === undefined) return lineError(line, 'period_missing')
    const period = textOrNull(cells.period)
    if (period !== null && period > nowPeriod) return lineError(line, 'period_in_future')
    return {
      line,
      partnerId: String(cells.partner_id),
      partnerName: textOrNull(cells.partner_name),
      adminEmail: textOrNull(cells.admin_email),
      companyId: textOrNull(cells.company_id),
      companyName: textOrNull(cells.company_name),
      period,
      billableUsers,
    }
  }
}

/** Checks a text by its schema, unless it is the same as the last good one. */
function remembering(code: LineCode, schema: z.ZodType<string>) {
  let lastGood: unknown
  return {
    code,
    check(value: unknown): string | undefined {
      if (value === lastGood) return undefined
      const parsed = schema.safeParse(value)
      if (!parsed.success) return parsed.error.issues[0]?.message ?? 'is malformed'
      if (parsed.data.includes('\uFFFD')) return 'is not UTF-8'
      lastGood = value
      return undefined
    },
  }
}

/** `null`: left out; `undefined`: not a number of billable users. In CSV a number is digits and nothing else. */
function readBillableUsers(value: string | number | undefined): number | null | undefined {
  if (value === undefined) return null
  const number = typeof value === 'number' ? value : /^\d{1,8}$/.test(value) ? Number(value) : undefined
  return number !== undefined && billableUsersSchema.safeParse(number).success ? number : undefined
}

function textOrNull(value: string | number | undefined): string | null {
  return typeof value === 'string' ? value : null
}
