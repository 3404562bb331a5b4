import type { FastifyReply } from 'fastify'
import type { CallLog } from './call-log.ts'
import { type FaultKind, faultNamed } from './fault-kinds.ts'
import type { VendorApiCall } from './vendor-api-call.ts'

interface StrikeDeps {
  calls: CallLog
  nowMs: () => number
}

/** Before the effect: answers in its stead, breaks the connection, leaves it hanging, or lets the call go on (`done`). */
export function strikeBefore(
  deps: StrikeDeps,
  input: {
    call: VendorApiCall
    kind: FaultKind | undefined
    reply: FastifyReply
    done: () => void
    retryAfter: string | undefined
  },
): void {
  const { call, kind, reply } = input
  if (kind === undefined) {
    input.done()
    return
  }
  const fault = faultNamed(kind)
  call.logged.fault = kind
  if (fault.strikes === 'after') {
    call.faultAfter = fault
    input.done()
    return
  }
  if (fault.does === 'answer') {
    if (fault.statusCode === 429 && input.retryAfter !== undefined) reply.header('retry-after', input.retryAfter)
    reply.code(fault.statusCode).type(fault.contentType).send(fault.body)
    return
  }
  reply.hijack()
  breakOff(deps, call, fault.does, reply)
}

/** Once the effect was applied and an answer is ready: gives it, or does to it what the fault says. */
export function strikeAfter<Payload>(
  deps: StrikeDeps,
  input: {
    call: VendorApiCall
    reply: FastifyReply
    payload: Payload
    done: (error: null, payload: Payload | string) => void
  },
): void {
  const { call, reply } = input
  const fault = call.faultAfter
  if (fault && fault.does !== 'answer') {
    // The hook's `done` is never called, so the answer is never written.
    breakOff(deps, call, fault.does, reply)
    return
  }
  if (fault) reply.code(fault.statusCode).type(fault.contentType)
  deps.calls.end(call.logged, reply.statusCode, deps.nowMs())
  input.done(null, fault ? fault.body : input.payload)
}

/** A reset is a real RST. A timeout keeps the connection open until the client gives up (or the sandbox closes), which ends its line in the log. */
function breakOff(deps: StrikeDeps, call: VendorApiCall, how: 'reset' | 'timeout', reply: FastifyReply): void {
  call.brokenBy = how
  if (how === 'timeout') return
  deps.calls.end(call.logged, 'reset', deps.nowMs())
  reply.raw.socket?.resetAndDestroy()
}
