/** The console answered with a problem (RFC 9457), or did not answer at all (`status` 0, no `code`). */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string | undefined

  constructor(status: number, problem: { code?: string | undefined; detail?: string | undefined }) {
    super(problem.detail ?? `status ${status}`)
    this.status = status
    this.code = problem.code
  }

  /** Whether there is nothing of that id, or it is no id at all. */
  get isUnknown(): boolean {
    return this.status === 404 || this.code === 'malformed_request'
  }

  /** Whether asking again soon may help: no answer, or one that says "not now". */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}
