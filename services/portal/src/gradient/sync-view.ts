import type { Shape } from '../api/client.ts'

type Sync = Pick<Shape<'AccountSync'>, 'id' | 'status' | 'progress' | 'failed' | 'error' | 'finishedAt'>

/** What there is to be told of the newest sync of accounts. */
export type SyncView =
  | { kind: 'none' }
  /** Asked for, not begun; `again`: it was begun, was not let through, and is tried again by itself. */
  | { kind: 'queued' | 'paused' }
  | { kind: 'again'; reason: string }
  | { kind: 'comparing' }
  | { kind: 'sending'; done: number; total: number }
  | { kind: 'in_order'; finishedAt: string | null }
  | { kind: 'some_refused'; refused: number; finishedAt: string | null }
  | { kind: 'failed'; reason: string | null; finishedAt: string | null }
  | { kind: 'cancelled' }

/** A sync that was asked for on this page, and which was the newest then. */
export interface AskedSync {
  id: string
  newestBefore: string | undefined
}

/**
 * Reads the newest sync. `asked`: the stream may not have told of it yet, and must not have the one before taken for it. While sending is paused a
 * sync waits.
 */
export function syncViewOf(
  sync: Sync | null | undefined,
  more: { asked?: AskedSync | undefined; sendingPaused: boolean },
): SyncView {
  const { asked } = more
  const waits: SyncView = { kind: more.sendingPaused ? 'paused' : 'queued' }
  if (!sync) return asked ? waits : { kind: 'none' }
  if (asked && sync.id === asked.newestBefore && sync.id !== asked.id) return waits
  switch (sync.status) {
    case 'queued':
      return sync.error === null || more.sendingPaused ? waits : { kind: 'again', reason: sync.error }
    case 'running':
      return sync.progress.total === 0
        ? { kind: 'comparing' }
        : { kind: 'sending', done: sync.progress.done + sync.failed, total: sync.progress.total }
    case 'done':
      return sync.failed === 0
        ? { kind: 'in_order', finishedAt: sync.finishedAt }
        : { kind: 'some_refused', refused: sync.failed, finishedAt: sync.finishedAt }
    case 'failed':
      return { kind: 'failed', reason: sync.error, finishedAt: sync.finishedAt }
    case 'cancelled':
      return { kind: 'cancelled' }
  }
}

/** Whether it goes on, so that its end is still to come. */
export function isUnderWay(view: SyncView): boolean {
  return ['queued', 'paused', 'again', 'comparing', 'sending'].includes(view.kind)
}
