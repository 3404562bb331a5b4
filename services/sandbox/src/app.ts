import type { Clock, Log } from '@bridge/runtime'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { addControlApi } from './control-api.ts'
import { addPages } from './pages.ts'
import { answerProblem, ControlError } from './problem.ts'
import { createState } from './state.ts'
import { addVendorApi } from './vendor-api.ts'

export interface SandboxOptions {
  /** The vendor key it accepts. */
  vendorApiKey: string
  /** The documented limit is 100, over a true sliding second. */
  requestsPerSecond: number
  vendorName?: string
  log?: Log
  clock?: Clock
  /** For faults that strike with a probability; from 0 up to 1. */
  random?: () => number
}

/**
 * Builds a Gradient of its own, empty, not listening yet. Clients' base URL is its address with `/api` behind it.
 * Closing it hangs up on everybody, also on calls that a fault keeps waiting.
 */
export async function buildSandbox(options: SandboxOptions): Promise<FastifyInstance> {
  const state = createState({ vendorName: 'Phin', ...options })
  const app = Fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 4096 },
    requestIdHeader: false,
    return503OnClosing: false,
  })
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer))
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)))
    } catch (error) {
      done(Object.assign(new Error('The body is not JSON', { cause: error }), { statusCode: 400 }))
    }
  })
  app.setErrorHandler<FastifyError>((error, request, reply) => answerProblem(error, request, reply, options.log))
  app.setNotFoundHandler((request, reply) =>
    answerProblem(
      new ControlError(404, 'not_found', 'There is nothing here. /openapi.json lists the routes.'),
      request,
      reply,
      options.log,
    ),
  )
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: "Sandbox of Gradient's Vendor API",
        version: '1.0.0',
        description: "Gradient's routes under `/api`, and under `/control` what plays the other side of them.",
      },
    },
    transform: jsonSchemaTransform,
  })
  await app.register(async (api) => addVendorApi(api, state, options.log), { prefix: '/api' })
  await app.register(async (control) => addControlApi(control, state, options.log))
  await app.register(async (pages) => addPages(pages, state, options.log))
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
  app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok' }))
  return app
}
