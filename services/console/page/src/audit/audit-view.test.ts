import { expect, test } from 'vitest'
import { writeView } from '../lists/use-view.ts'
import { auditQuery, readAuditView } from './audit-view.ts'

test('a view is read back as it was written', () => {
  const view = { search: 'p&1', operator: 'Ada', action: 'retry', from: '2026-11-01', to: null }
  expect(readAuditView(new URLSearchParams(writeView(view)))).toEqual(view)
  expect(readAuditView(new URLSearchParams('from=yesterday&action='))).toMatchObject({ from: null, action: null })
})

test('both days are included, whole, as they are here', () => {
  const { from, to } = auditQuery(readAuditView(new URLSearchParams('from=2026-11-01&to=2026-11-01')))
  expect(new Date(from).getHours()).toBe(0)
  expect(new Date(to).getDate()).toBe(2)
  expect(Date.parse(to) - Date.parse(from)).toBeGreaterThanOrEqual(23 * 3_600_000)
})
