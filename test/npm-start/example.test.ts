import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, expect, it } from 'vitest'
import { openNpmStart, root } from './npm-start.ts'

const npmStart = openNpmStart()
afterAll(() => npmStart.close())

function tableOf(output: string): string[] {
  const lines = output.split('\n')
  const from = lines.findIndex((line) => line.startsWith('Outcomes of '))
  return lines.slice(from, lines.findIndex((line) => line.startsWith('all ')) + 1)
}

function countExampleCompanies(): number {
  const folder = join(root, 'examples')
  const rows = readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .flatMap((name) => parse<Record<string, string>>(readFileSync(join(folder, name)), { columns: true }))
  return new Set(rows.map((row) => `${row['partner_id']}/${row['company_id']}`)).size
}

it('npm start bills the example so that every company is accounted for; the next one finds that and changes nothing', {
  timeout: 120_000,
}, async () => {
  const sandboxState = (): unknown => JSON.parse(readFileSync(join(npmStart.data, 'sandbox-state.json'), 'utf8'))
  const first = npmStart.start(['--fresh', '--exit', '--port-base', '0'])
  expect(await first.exited, first.output()).toBe(0)
  const table = tableOf(first.output())
  const [companies] = table.at(-1)?.match(/\d+$/) ?? []
  expect(Number(companies)).toBe(countExampleCompanies())
  // Five of the seven partners are connected, and each is sent a breakdown.
  expect(first.output()).toContain('Mails in the inbox: to 5 of 5 partners')
  expect(first.output()).toMatch(
    /^Took [\d.]+ s: databases, sandbox and inbox [\d.]+ s, .*example [\d.]+ s, operators [\d.]+ s$/m,
  )
  const known = sandboxState()

  const second = npmStart.start(['--exit', '--port-base', '0'])
  expect(await second.exited, second.output()).toBe(0)
  expect(second.output()).toContain('nothing is changed')
  expect(tableOf(second.output())).toEqual(table)
  // Every count that Gradient holds stands there with the moment at which it was sent: none was sent again.
  expect(sandboxState()).toEqual(known)
})
