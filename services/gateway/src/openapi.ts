import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { PortalAccess } from './portal/access.ts'
import { portalCookie } from './portal/cookie.ts'

/** The description of the API, made from the same schemas that check the requests. */
export function openApi(deps: { vendorName: string; publicUrl?: string | undefined }): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: `${deps.vendorName}: the bridge to Gradient`,
        version: '1.0.0',
        description:
          'Partners, companies and usage come in here; the bridge keeps each connected partner’s companies present in Gradient and sends it the billable users of the month before. ' +
          'A 2xx means that it is committed. Errors are `application/problem+json` with a stable `code`. `POST`s take an `Idempotency-Key`.',
      },
      ...(deps.publicUrl ? { servers: [{ url: deps.publicUrl }] } : {}),
      components: {
        securitySchemes: {
          integrationToken: { type: 'http', scheme: 'bearer', description: 'Made with `pnpm token create --name …`.' },
          portalSession: {
            type: 'apiKey',
            in: 'cookie',
            name: portalCookie(deps).name,
            description:
              'Set by following a link of `POST /v1/partners/{partnerId}/portal-sessions`; reaches that partner alone.',
          },
        },
      },
      security: [{ integrationToken: [] }],
    },
    transform: (route) => {
      const transformed = jsonSchemaTransform(route)
      const security = securityOf(route.route.config?.portal)
      return security ? { ...transformed, schema: { ...transformed.schema, security } } : transformed
    },
    transformObject: jsonSchemaTransformObject,
  }
}

/** Who may use a route, where it is not integration tokens alone. */
function securityOf(portal: PortalAccess | undefined) {
  if (portal === undefined) return undefined
  return portal === 'session' ? [{ portalSession: [] }] : [{ integrationToken: [] }, { portalSession: [] }]
}

/** `/openapi.json`, and the same readable at `/docs`; the page loads nothing from elsewhere. */
export async function addDocs(app: FastifyInstance): Promise<void> {
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    transformStaticCSP: (csp) => `${csp}; frame-ancestors 'none'`,
    uiConfig: { validatorUrl: null },
  })
}
