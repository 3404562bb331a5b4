import { expect, test } from 'vitest'
import { doneSteps, stepToDo } from './setup-steps.ts'

const accounts = { total: 94, present: 94, waiting: 0, failed: 0, gone: 0 }
const pending = { status: 'pending', activatedAt: null, accounts } as const
const active = { status: 'active', activatedAt: '2026-11-22T12:00:00.000Z', accounts } as const

test('a key that was just accepted is the first step, and the companies are the next', () => {
  const done = doneSteps({ ...pending, accounts: { ...accounts, present: 12, waiting: 82 } }, null)
  expect([...done]).toEqual(['key'])
  expect(stepToDo(done)).toBe('companies')
})

test('all companies present is the second step; one that failed or is gone keeps it open, and so does having none', () => {
  expect([...doneSteps(pending, undefined)]).toEqual(['key', 'companies'])
  expect(doneSteps({ ...pending, accounts: { ...accounts, present: 93, failed: 1 } }, null)).not.toContain('companies')
  expect(doneSteps({ ...pending, accounts: { ...accounts, present: 93, gone: 1 } }, null)).not.toContain('companies')
  expect(doneSteps({ ...pending, accounts: { ...accounts, total: 0, present: 0 } }, null)).not.toContain('companies')
})

test('that Next was pressed shows only when a count was accepted', () => {
  expect(stepToDo(doneSteps(pending, { outcomes: { unmapped: 94 } }))).toBe('next')
  expect(doneSteps(pending, { outcomes: { accepted: 1, unmapped: 93 } })).toContain('next')
  expect(doneSteps(active, undefined)).toContain('next')
})

test('mapping is done when a run had counts accepted and none unmapped', () => {
  expect(stepToDo(doneSteps(active, { outcomes: { accepted: 90, unmapped: 4 } }))).toBe('map')
  expect(stepToDo(doneSteps(active, { outcomes: { accepted: 93, unmapped: 0, no_usage: 1 } }))).toBeNull()
  expect(doneSteps(active, null)).not.toContain('map')
  expect(doneSteps(pending, { outcomes: { no_usage: 94 } })).not.toContain('map')
})

test('Gradient turning active is the last step', () => {
  expect(doneSteps(pending, { outcomes: { accepted: 94 } })).not.toContain('first_count')
  expect(doneSteps(active, { outcomes: { accepted: 94 } })).toContain('first_count')
})

test('a key that is no longer accepted is a step to be done again', () => {
  expect(stepToDo(doneSteps({ ...active, status: 'needs_key' }, null))).toBe('key')
})
