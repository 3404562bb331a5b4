import { type Clock, systemClock } from '@bridge/runtime'
import { type CallLog, createCallLog } from './call-log.ts'
import { createFaultBoard, type FaultBoard } from './fault-board.ts'
import { newObjectId } from './identifiers.ts'
import type { Partner } from './partners.ts'
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts'
import type { Vendor } from './vendor.ts'

/** Everything the sandbox knows. In memory: a new start is a new Gradient. */
export interface SandboxState {
  clock: Clock
  vendorApiKey: string
  vendor: Vendor
  /** By organization id. */
  partners: Map<string, Partner>
  /** By the key that is valid now. A disconnected partner keeps its last one, so that the old token has an answer. */
  partnersByKey: Map<string, Partner>
  faults: FaultBoard
  limiter: RateLimiter
  calls: CallLog
}

/** Makes an empty Gradient with one vendor in it, who has no service yet. */
export function createState(options: {
  vendorApiKey: string
  vendorName: string
  requestsPerSecond: number
  clock?: Clock | undefined
  random?: (() => number) | undefined
}): SandboxState {
  return {
    clock: options.clock ?? systemClock,
    vendorApiKey: options.vendorApiKey,
    vendor: { id: newObjectId(), name: options.vendorName, skus: [] },
    partners: new Map(),
    partnersByKey: new Map(),
    faults: createFaultBoard(options.random ?? Math.random),
    limiter: createRateLimiter({ requestsPerSecond: options.requestsPerSecond }),
    calls: createCallLog(),
  }
}
