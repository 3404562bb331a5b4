import type { RouteOptions } from 'fastify'
import type { TestGateway } from './start-gateway-for-test.ts'

/** One request to one route of the app. */
export interface Step {
  name: string
  method: string
  url: string
  path: string
  portal: string | undefined
  body: string | undefined
  headers: Record<string, string>
}

interface Schema {
  $ref?: string
  type?: string | string[]
  anyOf?: Schema[]
  enum?: unknown[]
  properties?: Record<string, Schema>
}

interface OpenApi {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema?: Schema }> } }>>
  components: { schemas: Record<string, Schema> }
}

/**
 * A request to every route there is, in the order in which they were added. Whatever a path or a JSON body has a place for is filled
 * in from `facts` by its name (and where a name is new, by its type), so that only who calls can be what is wrong with it.
 */
export async function walkOf(gateway: TestGateway, facts: Record<string, string | number>): Promise<Step[]> {
  const { body: document } = await gateway.call('GET', '/openapi.json')
  return gateway.routes.flatMap((route) =>
    [route.method].flat().map((method) => stepOf(document, route, { method, facts })),
  )
}

function stepOf(
  document: OpenApi,
  { url, config }: RouteOptions,
  { method, facts }: { method: string; facts: Record<string, string | number> },
): Step {
  const path = url.replace(/:(\w+)/g, (_, name: string) => String(facts[name] ?? 'x')).replace('*', 'x')
  const operation = document.paths[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
  const content = operation?.requestBody?.content ?? {}
  const type = 'text/csv' in content ? 'text/csv' : Object.keys(content)[0]
  const fill = (schema: Schema = {}, name = ''): unknown => {
    const named = facts[name]
    if (named !== undefined) return named
    if (schema.$ref) return fill(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''], name)
    if (schema.anyOf) return fill(schema.anyOf[0], name)
    if (schema.enum) return schema.enum[0]
    switch ([schema.type].flat()[0]) {
      case 'object':
        return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, of]) => [key, fill(of, key)]))
      case 'array':
        return []
      case 'integer':
      case 'number':
        return 1
      case 'boolean':
        return true
      default:
        return 'x'
    }
  }
  const csv = `partner_id,partner_name,company_id,company_name\n${facts['partnerId']},Changed,${facts['companyId']},Changed\n`
  const json = () => JSON.stringify(fill(content[type ?? '']?.schema))
  return {
    name: `${method} ${url}`,
    method,
    url,
    path,
    portal: config?.portal,
    ...(type === undefined
      ? { body: undefined, headers: {} }
      : { body: type === 'text/csv' ? csv : json(), headers: { 'content-type': type } }),
  }
}

/** Makes the request. Of an answer that never ends only the head is taken. */
export async function take(
  gateway: TestGateway,
  step: Step,
  headers: Record<string, string>,
): Promise<{ status: number; text: string; code: string | undefined }> {
  const hangUp = new AbortController()
  const response = await fetch(`${gateway.url}${step.path}`, {
    method: step.method,
    redirect: 'manual',
    headers: { ...step.headers, ...headers },
    signal: AbortSignal.any([hangUp.signal, AbortSignal.timeout(10_000)]),
    ...(step.body === undefined ? {} : { body: step.body }),
  })
  const type = response.headers.get('content-type') ?? ''
  if (type.startsWith('text/event-stream')) {
    hangUp.abort()
    return { status: response.status, text: '', code: undefined }
  }
  const text = await response.text()
  const code = type.includes('problem+json') && text !== '' ? JSON.parse(text).code : undefined
  return { status: response.status, text, code }
}
