import createClient from 'openapi-fetch'
import { ApiError } from './api-error.ts'
import type { components, paths } from './schema.gen.ts'

/** A shape of the gateway's, by its name in the OpenAPI document. */
export type Shape<Name extends keyof components['schemas']> = components['schemas'][Name]

/** The gateway, typed by its OpenAPI document. Use it within `answer`. */
export const gateway = createClient<paths, 'application/json'>({ baseUrl: location.origin, credentials: 'same-origin' })

/**
 * The body of a good answer.
 * @throws ApiError for any other, and where none came
 */
export async function answer<Body>(call: Promise<{ data?: Body; error?: unknown; response: Response }>): Promise<Body> {
  let result: Awaited<typeof call>
  try {
    result = await call
  } catch {
    throw new ApiError(0, {})
  }
  if (!result.response.ok) {
    throw new ApiError(result.response.status, (result.error ?? {}) as { code?: string; detail?: string })
  }
  return result.data as Body
}
