import type { Log } from '@bridge/runtime'
import type { FastifyError, FastifyInstance } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { addControlCallRoutes } from './control-call-routes.ts'
import { addControlFaultRoutes } from './control-fault-routes.ts'
import { addControlPartnerRoutes } from './control-partner-routes.ts'
import { addControlStateRoutes } from './control-state-routes.ts'
import { addControlVendorRoutes } from './control-vendor-routes.ts'
import { refuseForeignPages } from './foreign-pages.ts'
import { answerProblem } from './problem.ts'
import type { SandboxState } from './state.ts'

/** The part of the server that is ours: what tests and people use to play Gradient's and the MSP's side. */
export type ControlApi = ReturnType<typeof withZod>

function withZod(app: FastifyInstance) {
  return app.withTypeProvider<ZodTypeProvider>()
}

/** Adds the control API; errors are problem+json. */
export function addControlApi(app: FastifyInstance, state: SandboxState, log: Log | undefined): void {
  const control = withZod(app)
  control.setValidatorCompiler(validatorCompiler)
  control.addHook('onRequest', refuseForeignPages)
  control.setErrorHandler<FastifyError>((error, request, reply) => answerProblem(error, request, reply, log))
  addControlPartnerRoutes(control, state)
  addControlVendorRoutes(control, state)
  addControlFaultRoutes(control, state)
  addControlCallRoutes(control, state)
  addControlStateRoutes(control, state)
}
