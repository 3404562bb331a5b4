import { z } from 'zod'

/** A route as Fastify tells of it, as far as we look into it. */
interface Route {
  url: string
  method: string | string[]
  schema?: unknown
}

/** A part of a JSON schema, as far as we look into it. */
interface Part {
  properties?: Record<string, Part>
  required?: string[]
  [more: string]: unknown
}

/** A route's schemas, as they are given to Fastify. */
interface Schemas {
  params?: z.ZodType
  querystring?: z.ZodType
  body?: z.ZodType
  response?: Record<string, z.ZodType | { content: Record<string, { schema: z.ZodType }> }>
}

const GOOD = ['200', '201', '202']

/**
 * The OpenAPI document of the routes that have schemas: what the console's page may call, and what it is answered. The console serves none itself;
 * nobody but its page speaks to it.
 */
export function openapiOf(routes: readonly Route[]) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { url, method, schema } of routes) {
    if (!url.startsWith('/api/') || schema === undefined || method === 'HEAD') continue
    const path = url.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [String(method).toLowerCase()]: operationOf(schema as Schemas) }
  }
  const sorted = Object.fromEntries(Object.entries(paths).sort(([a], [b]) => a.localeCompare(b)))
  return { openapi: '3.1.0', info: { title: 'Console', version: '1' }, paths: sorted }
}

function operationOf({ params, querystring, body, response = {} }: Schemas) {
  return {
    parameters: [...parametersOf('path', params), ...parametersOf('query', querystring)],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: written(body, 'input') } } } }),
    responses: Object.fromEntries(
      Object.entries(response)
        .filter(([status]) => GOOD.includes(status))
        .map(([status, answer]) => [status, { description: '', ...contentOf(answer) }]),
    ),
  }
}

/** What is asked for in a query may be left out; a default is given by the console. */
function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined) {
  if (schema === undefined) return []
  const { properties = {} } = written(schema, 'output')
  return Object.entries(properties).map(([name, { default: _, ...part }]) => ({
    in: place,
    name,
    required: place === 'path',
    schema: part,
  }))
}

function contentOf(answer: z.ZodType | { content: Record<string, { schema: z.ZodType }> }) {
  const json = 'content' in answer ? answer.content['application/json']?.schema : answer
  return json === undefined ? {} : { content: { 'application/json': { schema: written(json, 'output') } } }
}

function written(schema: z.ZodType, io: 'input' | 'output'): Part {
  const { $schema: _, ...part } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Part
  return part
}
