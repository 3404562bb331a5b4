import { ApiError } from './api-error.ts'
import type { paths } from './schema.gen.ts'

type Method = 'get' | 'post' | 'delete'
/** The addresses that take a method. */
type PathOf<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, object> ? P : never }[keyof paths]
type Operation<M extends Method, P extends keyof paths> = paths[P] extends Record<M, infer Found> ? Found : never
type Part<Op, Name extends 'path' | 'query'> = Op extends { parameters: { [Each in Name]?: infer Found } }
  ? Exclude<Found, undefined>
  : never
type BodyOf<Op> = Op extends { requestBody: { content: { 'application/json': infer Body } } } ? Body : undefined
type GoodAnswer<Responses> = Responses extends { 200: infer Found }
  ? Found
  : Responses extends { 202: infer Found }
    ? Found
    : Responses extends { 201: infer Found }
      ? Found
      : undefined
type Json<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : undefined

/** What the console answers to a call. */
export type Answer<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { responses: infer Responses } ? Json<GoodAnswer<Responses>> : undefined

/** What goes into a call's address. A query's empty values are left out. */
export interface AddressInput<M extends Method, P extends PathOf<M>> {
  path?: Part<Operation<M, P>, 'path'>
  query?: Part<Operation<M, P>, 'query'>
}

/**
 * Calls the console, typed by its schemas. Answers the body of a good answer.
 * @throws ApiError for any other, and where none came
 */
export async function call<M extends Method, P extends PathOf<M>>(
  method: M,
  pattern: P,
  input: AddressInput<M, P> & { body?: BodyOf<Operation<M, P>>; signal?: AbortSignal } = {},
): Promise<Answer<M, P>> {
  const { body, signal } = input
  const response = await send(addressOf<M, P>(pattern, input), {
    method: method.toUpperCase(),
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  })
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as Answer<M, P>
}

/** The address of a call, filled in. */
export function addressOf<M extends Method, P extends PathOf<M>>(pattern: P, input: AddressInput<M, P>): string {
  const parts = (input.path ?? {}) as Record<string, string>
  const path = String(pattern).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? ''))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  }
  return query.size === 0 ? path : `${path}?${query}`
}

/**
 * Sends a request and takes a good answer.
 * @throws ApiError for any other, and where none came
 */
export async function send(address: string, request: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(address, { credentials: 'same-origin', ...request })
  } catch (error) {
    if (request.signal?.aborted) throw error
    throw new ApiError(0, {})
  }
  if (response.ok) return response
  const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string }
  throw new ApiError(response.status, problem)
}
