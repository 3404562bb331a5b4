import type { Log } from '@bridge/runtime'
import type { FastifyError, FastifyInstance } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { addAccountRoutes } from './account-routes.ts'
import { addCountRoutes } from './count-routes.ts'
import { addOrganizationRoutes } from './organization-routes.ts'
import type { SandboxState } from './state.ts'
import { callOf } from './vendor-api-call.ts'
import { guardVendorApi } from './vendor-api-door.ts'
import { VendorApiError } from './vendor-api-error.ts'
import { addVendorRoutes } from './vendor-routes.ts'

/** The part of the server that is Gradient's: errors in its form, every call logged, limited and open to faults. */
export type VendorApi = ReturnType<typeof withZod>

function withZod(app: FastifyInstance) {
  return app.withTypeProvider<ZodTypeProvider>()
}

/** Adds Gradient's Vendor API; `app` is a context of its own, mounted under `/api`. */
export function addVendorApi(app: FastifyInstance, state: SandboxState, log: Log | undefined): void {
  const api = withZod(app)
  api.setValidatorCompiler(validatorCompiler)
  api.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null, undefined))
  guardVendorApi(api, state)
  addVendorRoutes(api, state)
  addOrganizationRoutes(api, state)
  addAccountRoutes(api, state)
  addCountRoutes(api, state)

  api.setNotFoundHandler((request, reply) => {
    const message = `Cannot ${request.method} ${request.url.split('?')[0]}`
    return reply.code(404).send({ statusCode: 404, message })
  })

  api.setErrorHandler<FastifyError | VendorApiError>((error, request, reply) => {
    if (error instanceof VendorApiError) {
      callOf(request).logged.fault ??= error.fault
      return reply
        .code(error.statusCode)
        .headers(error.headers)
        .send({ statusCode: error.statusCode, message: error.messages })
    }
    if (error.validation) {
      const message = error.validation.map((issue) => `${issue.instancePath.slice(1) || 'body'}: ${issue.message}`)
      return reply.code(400).send({ statusCode: 400, message })
    }
    const statusCode = error.statusCode ?? 500
    if (statusCode >= 500) log?.error({ err: error }, 'the sandbox itself failed')
    return reply
      .code(statusCode)
      .send({ statusCode, message: statusCode >= 500 ? 'Internal server error' : error.message })
  })
}
