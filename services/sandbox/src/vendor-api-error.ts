/** A refusal as Gradient gives it: errors carry `statusCode` (not `status`), and `message` may be a string or an array. */
export class VendorApiError extends Error {
  override readonly name = 'VendorApiError'
  readonly statusCode: number
  readonly messages: string | string[]
  readonly headers: Record<string, string>
  /** Named in the call log when a switch caused this refusal. */
  readonly fault: string | null

  constructor(
    statusCode: number,
    messages: string | string[],
    more: { headers?: Record<string, string>; fault?: string } = {},
  ) {
    super(typeof messages === 'string' ? messages : messages.join('; '))
    this.statusCode = statusCode
    this.messages = messages
    this.headers = more.headers ?? {}
    this.fault = more.fault ?? null
  }
}
