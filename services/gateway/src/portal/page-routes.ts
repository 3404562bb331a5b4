import { stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'
import { isHttps } from './cookie.ts'
import { addEnterRoute } from './enter-route.ts'
import { createPage } from './page.ts'

/** A path below the folder: no empty part, none that begins with a dot. */
const FILE = /^[\w~-][\w.~-]*(\/[\w~-][\w.~-]*)*$/
const ASSETS = 'assets'
const FOR_EVER = 'public, max-age=31536000, immutable'
/** What a page has no use for. It may only write to the clipboard, when a button is pressed. */
const PERMISSIONS = [
  ...['accelerometer', 'autoplay', 'camera', 'clipboard-read', 'display-capture', 'fullscreen', 'geolocation'],
  ...['gyroscope', 'hid', 'magnetometer', 'microphone', 'midi', 'payment', 'picture-in-picture'],
  ...['publickey-credentials-get', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking'],
].map((feature) => `${feature}=()`)

/** The partner's page and its files, at `/portal`. */
export async function addPortalPages(app: FastifyInstance, deps: Deps): Promise<void> {
  const { portalFolder } = deps
  const page = createPage(deps)
  const headers = {
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': ['clipboard-write=(self)', ...PERMISSIONS].join(', '),
    ...(isHttps(deps.publicUrl) ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
  app.addHook('onRequest', async (_request, reply) => void reply.headers(headers))
  await app.register(fastifyStatic, {
    root: portalFolder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    suppressWarning: true,
    setHeaders: (reply, path) => {
      // The names of the assets change with what is in them; the other files keep theirs.
      const isAsset = relative(portalFolder, path).split(sep)[0] === ASSETS
      reply.header('cache-control', isAsset ? FOR_EVER : 'no-cache')
    },
  })

  addEnterRoute(app, deps, page)
  const schema = { hide: true }
  app.get('/', { schema }, async (_request, reply) => reply.redirect('/portal'))
  app.get('/portal', { schema }, (_request, reply) => page.send(reply))
  app.get<{ Params: { '*': string } }>('/portal/*', { schema }, async (request, reply) => {
    const path = request.params['*']
    if (request.method === 'HEAD' && path.startsWith('enter/')) {
      throw new ProblemError('method_not_allowed', 'A link is followed with GET.', { headers: { allow: 'GET' } })
    }
    if (await isFile(portalFolder, path)) return reply.sendFile(path)
    if (path.startsWith(`${ASSETS}/`)) return reply.callNotFound()
    return page.send(reply)
  })
}

async function isFile(folder: string, path: string): Promise<boolean> {
  if (path === 'index.html' || !FILE.test(path)) return false
  const found = await stat(join(folder, path)).catch(() => undefined)
  return found?.isFile() ?? false
}
