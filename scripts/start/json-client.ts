/** An answer of the gateway or the sandbox that we did not expect. */
class UnexpectedAnswerError extends Error {
  override name = 'UnexpectedAnswerError'
}

/** Speaks JSON to one of our own servers. */
export interface JsonClient {
  /** Calls and returns status and body; throws `UnexpectedAnswerError` for any status that is not in `expect`. */
  call<Body>(
    method: string,
    path: string,
    options: { expect: number[]; json?: unknown; csv?: string; headers?: Record<string, string> },
  ): Promise<{ status: number; body: Body }>
}

const ANSWERS_WITHIN_MS = 60_000

export function createJsonClient(options: { baseUrl: string; token?: string; signal: AbortSignal }): JsonClient {
  return {
    call: async <Body>(
      method: string,
      path: string,
      request: { expect: number[]; json?: unknown; csv?: string; headers?: Record<string, string> },
    ) => {
      const response = await fetch(`${options.baseUrl}${path}`, {
        method,
        headers: {
          ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
          ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
          ...(request.csv === undefined ? {} : { 'content-type': 'text/csv' }),
          ...request.headers,
        },
        body: request.csv ?? (request.json === undefined ? null : JSON.stringify(request.json)),
        signal: AbortSignal.any([options.signal, AbortSignal.timeout(ANSWERS_WITHIN_MS)]),
      })
      const text = await response.text()
      if (!request.expect.includes(response.status)) {
        throw new UnexpectedAnswerError(`${method} ${path} answered ${response.status}: ${text.slice(0, 1_000)}`)
      }
      return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body }
    },
  }
}
