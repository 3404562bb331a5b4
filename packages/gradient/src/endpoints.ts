import type { Secret } from '@bridge/vault'
import type { GradientCall } from './calls.ts'
import type { CallOptions, CallResult, GradientClient } from './client-types.ts'
import type { AnswerReader } from './read-answer.ts'
import { accountSchema, accountsSchema, anyAnswerSchema, organizationSchema, vendorSchema } from './wire.ts'

const MAX_BYTES = 1024 * 1024
/** Accounts come all at once: 100,000 of them are about 20 MB. */
const MAX_LIST_BYTES = 64 * 1024 * 1024
const EMPTY_IS_FINE = { statuses: [200, 201, 202, 204], value: null } as const

/** One endpoint's call, complete but for the key: what to send, and how to read a good answer. */
export interface Endpoint<Value> {
  readonly call: GradientCall
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** Under the base URL, each segment still bare. */
  readonly path: readonly string[]
  readonly query?: string
  readonly json?: unknown
  readonly maxBytes: number
  readonly reader: AnswerReader<Value>
  /** Goes out by the thousand, so that what a call costs tells (`send-by-undici.ts`). */
  readonly byTheThousand?: true
}

/** Makes one call; the client's own way of doing it. */
export type MakeCall = <Value>(
  partnerKey: Secret,
  endpoint: Endpoint<Value>,
  options: CallOptions,
) => Promise<CallResult<Value>>

/** Gradient's Vendor API, endpoint by endpoint. */
export function endpoints(call: MakeCall): Omit<GradientClient, 'close'> {
  return {
    getVendor: (partnerKey, callOptions) =>
      call(
        partnerKey,
        { call: 'vendor', method: 'GET', path: ['vendor-api'], maxBytes: MAX_BYTES, reader: { schema: vendorSchema } },
        callOptions,
      ),
    createService: (partnerKey, service, callOptions) =>
      call(
        partnerKey,
        {
          call: 'create_service',
          method: 'POST',
          path: ['vendor-api', 'service'],
          maxBytes: MAX_BYTES,
          json: service,
          reader: { schema: vendorSchema },
        },
        callOptions,
      ),
    getOrganization: (partnerKey, callOptions) =>
      call(
        partnerKey,
        {
          call: 'organization',
          method: 'GET',
          path: ['vendor-api', 'organization'],
          maxBytes: MAX_BYTES,
          reader: { schema: organizationSchema },
        },
        callOptions,
      ),
    setStatus: (partnerKey, status, callOptions) =>
      call(
        partnerKey,
        {
          call: 'set_status',
          method: 'PATCH',
          path: ['vendor-api', 'organization', 'status', status],
          maxBytes: MAX_BYTES,
          json: {},
          reader: { schema: organizationSchema.nullable().catch(null), whenEmpty: EMPTY_IS_FINE },
        },
        callOptions,
      ),
    listAccounts: (partnerKey, callOptions) =>
      call(
        partnerKey,
        {
          call: 'list_accounts',
          method: 'GET',
          path: ['vendor-api', 'organization', 'accounts'],
          query: 'returnUnmapped=true',
          maxBytes: MAX_LIST_BYTES,
          reader: { schema: accountsSchema },
        },
        callOptions,
      ),
    createAccounts: (partnerKey, accounts, callOptions) =>
      call(
        partnerKey,
        {
          call: 'create_accounts',
          method: 'POST',
          path: ['vendor-api', 'organization', 'accounts'],
          json: accounts,
          maxBytes: MAX_LIST_BYTES,
          reader: { schema: accountsSchema.catch([]), whenEmpty: { ...EMPTY_IS_FINE, value: [] } },
        },
        callOptions,
      ),
    updateAccount: (partnerKey, { id, ...change }, callOptions) =>
      call(
        partnerKey,
        {
          call: 'update_account',
          method: 'PATCH',
          path: ['vendor-api', 'organization', 'accounts', id],
          maxBytes: MAX_BYTES,
          json: change,
          reader: { schema: accountSchema.nullable().catch(null), whenEmpty: EMPTY_IS_FINE },
        },
        callOptions,
      ),
    setCount: (partnerKey, { serviceId, accountId, unitCount, noBuild }, callOptions) =>
      call(
        partnerKey,
        {
          call: 'count',
          method: 'POST',
          path: ['vendor-api', 'service', serviceId, 'count'],
          maxBytes: MAX_BYTES,
          query: `no_build=${noBuild}`,
          json: { accountId, unitCount },
          byTheThousand: true,
          // The documents promise a 201 here; any other empty answer may be anybody's.
          reader: { schema: anyAnswerSchema, whenEmpty: { statuses: [201], value: null } },
        },
        callOptions,
      ),
  }
}
