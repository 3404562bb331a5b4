import { expect, test } from 'vitest'
import { isUnderWay, syncViewOf } from './sync-view.ts'

const sync = {
  id: 'a',
  status: 'running',
  progress: { total: 94, done: 12 },
  failed: 0,
  error: null,
  finishedAt: null,
} as const
const finishedAt = '2026-11-22T12:00:00.000Z'
const free = { sendingPaused: false }

test('before the stream has told, there is nothing to tell, unless one was just asked for here', () => {
  expect(syncViewOf(undefined, free)).toEqual({ kind: 'none' })
  expect(syncViewOf(null, free)).toEqual({ kind: 'none' })
  expect(syncViewOf(null, { ...free, asked: { id: 'b', newestBefore: undefined } })).toEqual({ kind: 'queued' })
})

test('a sync that runs compares first, then counts what was taken and what was refused', () => {
  expect(syncViewOf({ ...sync, progress: { total: 0, done: 0 } }, free)).toEqual({ kind: 'comparing' })
  expect(syncViewOf(sync, free)).toEqual({ kind: 'sending', done: 12, total: 94 })
  expect(syncViewOf({ ...sync, failed: 3 }, free)).toEqual({ kind: 'sending', done: 15, total: 94 })
})

test('a sync that is over says how it ended', () => {
  expect(syncViewOf({ ...sync, status: 'done', finishedAt }, free)).toEqual({ kind: 'in_order', finishedAt })
  expect(syncViewOf({ ...sync, status: 'done', failed: 2, finishedAt }, free)).toEqual({
    kind: 'some_refused',
    refused: 2,
    finishedAt,
  })
  expect(syncViewOf({ ...sync, status: 'failed', error: 'No answer', finishedAt }, free)).toEqual({
    kind: 'failed',
    reason: 'No answer',
    finishedAt,
  })
  expect(syncViewOf({ ...sync, status: 'cancelled', finishedAt }, free)).toEqual({ kind: 'cancelled' })
})

test('one that waits says why: its turn, a pause, or an answer that was no use', () => {
  const queued = { ...sync, status: 'queued' } as const
  expect(syncViewOf(queued, free)).toEqual({ kind: 'queued' })
  expect(syncViewOf(queued, { sendingPaused: true })).toEqual({ kind: 'paused' })
  expect(syncViewOf({ ...queued, error: 'No answer' }, free)).toEqual({ kind: 'again', reason: 'No answer' })
  expect(syncViewOf({ ...queued, error: 'No answer' }, { sendingPaused: true })).toEqual({ kind: 'paused' })
})

test('the end of an earlier sync is not taken for that of the one just asked for', () => {
  const done = { ...sync, status: 'done', finishedAt } as const
  expect(syncViewOf(done, { ...free, asked: { id: 'b', newestBefore: 'a' } })).toEqual({ kind: 'queued' })
  expect(syncViewOf({ ...done, id: 'b' }, { ...free, asked: { id: 'b', newestBefore: 'a' } }).kind).toBe('in_order')
  expect(syncViewOf({ ...done, id: 'c' }, { ...free, asked: { id: 'b', newestBefore: 'a' } }).kind).toBe('in_order')
})

test('who asks while one waits is answered with that one', () => {
  const asked = { id: 'a', newestBefore: 'a' }
  expect(syncViewOf({ ...sync, status: 'done', finishedAt }, { ...free, asked }).kind).toBe('in_order')
})

test('a sync is under way until it is over', () => {
  expect(isUnderWay(syncViewOf(sync, free))).toBe(true)
  expect(isUnderWay(syncViewOf(null, { ...free, asked: { id: 'b', newestBefore: undefined } }))).toBe(true)
  expect(isUnderWay({ kind: 'failed', reason: null, finishedAt })).toBe(false)
  expect(isUnderWay({ kind: 'none' })).toBe(false)
})
