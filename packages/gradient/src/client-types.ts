import type { Failure } from '@bridge/domain'
import type { Secret } from '@bridge/vault'
import type { Pace, PaceSlot, Priority } from './pace.ts'
import type { TlsOptions } from './send.ts'
import type { Account, AccountChange, NewAccount, NewService, Organization, Vendor } from './wire.ts'

/**
 * What became of one call. Three cases: it succeeded; it failed, and `failure` says what that means; or it was never sent
 * (`notStarted`), because the caller's signal was aborted or `mayStart` said no, and then nothing can have happened.
 */
export type CallResult<Value> =
  | {
      readonly ok: true
      readonly value: Value
      readonly httpStatus: number
      readonly failure?: never
      readonly notStarted?: never
    }
  | { readonly ok: false; readonly failure: Failure; readonly notStarted?: never }
  | { readonly ok: false; readonly notStarted: true; readonly failure?: never }

/** How one call is made. */
export interface CallOptions {
  /** `interactive` goes ahead of `bulk` in the fleet's budget: a person is waiting. */
  readonly priority: Priority
  /** Aborted before sending: `notStarted`. Aborted later: a `network` failure, ambiguous on a write. */
  readonly signal?: AbortSignal
  /**
   * Asked after all waiting, and again at each last moment before the request's bytes leave, also after a connection had to be made. False:
   * `notStarted`. For a caller whose claim may have run out. What window is left: `guarded-request.ts` (counts: `send-by-undici.ts`).
   */
  readonly mayStart?: () => boolean
  /**
   * A slot that the caller took before, from the same pace (`pace.take` or `pace.reserve`): the client waits for its moment, and takes another
   * only if the moment was missed. `true` sends at once, on the caller's word that it has just taken one.
   */
  readonly paced?: PaceSlot | true
}

/** Gradient's Vendor API, one function per endpoint. The partner's key is given with each call and kept nowhere. */
export interface GradientClient {
  /** `GET /vendor-api`: the vendor with its services. */
  getVendor(partnerKey: Secret, options: CallOptions): Promise<CallResult<Vendor>>
  /** `POST /vendor-api/service`: makes a service; answers the vendor with all of them. */
  createService(partnerKey: Secret, service: NewService, options: CallOptions): Promise<CallResult<Vendor>>
  /** `GET /vendor-api/organization`: whose key this is; the documented way to check one. */
  getOrganization(partnerKey: Secret, options: CallOptions): Promise<CallResult<Organization>>
  /** `PATCH /vendor-api/organization/status/{status}`. Never send `pending` to an `active` integration: it pulls it back. */
  setStatus(
    partnerKey: Secret,
    status: 'pending' | 'inactive',
    options: CallOptions,
  ): Promise<CallResult<Organization | null>>
  /** `GET /vendor-api/organization/accounts`: all of them, mapped or not; Gradient has no paging. */
  listAccounts(partnerKey: Secret, options: CallOptions): Promise<CallResult<Account[]>>
  /** `POST /vendor-api/organization/accounts`: the value is what Gradient echoed, perhaps fewer than were sent: read back to be sure. */
  createAccounts(
    partnerKey: Secret,
    accounts: readonly NewAccount[],
    options: CallOptions,
  ): Promise<CallResult<Account[]>>
  /** `PATCH /vendor-api/organization/accounts/{id}`. */
  updateAccount(
    partnerKey: Secret,
    account: { readonly id: string } & AccountChange,
    options: CallOptions,
  ): Promise<CallResult<Account | null>>
  /** `POST /vendor-api/service/{serviceId}/count`: *sets* the number; no period, no undo, no reading back. */
  setCount(
    partnerKey: Secret,
    count: {
      readonly serviceId: string
      readonly accountId: string
      readonly unitCount: number
      /** True leaves Gradient's billing view as it was; false on the last call of a partner's run. */
      readonly noBuild: boolean
    },
    options: CallOptions,
  ): Promise<CallResult<null>>
  /** Ends the kept connections. Calls under way break off. */
  close(): void
}

export interface GradientClientOptions {
  /** Such as `https://app.usegradient.com/api`; https, or loopback. */
  readonly baseUrl: string
  readonly vendorApiKey: Secret
  /** For one whole request. */
  readonly timeoutMs: number
  /** For look-up, connection and TLS, each (for counts together); default 5 s, or `timeoutMs` where that is shorter. */
  readonly connectTimeoutMs?: number
  readonly pace: Pick<Pace, 'take' | 'slowDown'>
  /** The present moment, for a `Retry-After` that is a date. */
  readonly clock: { now(): Date }
  /** For connections by TLS; for instance `ca` of a proxy. */
  readonly tls?: TlsOptions
}
