import { stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { createPage } from './page.ts'

/** A path below the folder: no empty part, none that begins with a dot. */
const FILE = /^[\w~-][\w.~-]*(\/[\w~-][\w.~-]*)*$/
const ASSETS = 'assets'
const FOR_EVER = 'public, max-age=31536000, immutable'
/** What is no page of ours: there, what does not exist is said not to exist. */
const NO_PAGES = /^(api|board|assets)(\/|$)/
/** What a page has no use for. It may only write to the clipboard, when a button is pressed. */
const PERMISSIONS = [
  ...['accelerometer', 'autoplay', 'camera', 'clipboard-read', 'display-capture', 'fullscreen', 'geolocation'],
  ...['gyroscope', 'hid', 'magnetometer', 'microphone', 'midi', 'payment', 'picture-in-picture'],
  ...['publickey-credentials-get', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking'],
].map((feature) => `${feature}=()`)

/** The operators' page and its files: one HTML file for every address that is nothing else. */
export async function addPage(app: FastifyInstance, deps: Deps): Promise<void> {
  const { pageFolder } = deps
  const page = createPage(deps)
  const permissions = ['clipboard-write=(self)', ...PERMISSIONS].join(', ')
  app.addHook('onRequest', async (_request, reply) => void reply.header('permissions-policy', permissions))
  await app.register(fastifyStatic, {
    root: pageFolder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    suppressWarning: true,
    setHeaders: (reply, path) => {
      // The names of the assets change with what is in them; the other files keep theirs.
      const isAsset = relative(pageFolder, path).split(sep)[0] === ASSETS
      reply.header('cache-control', isAsset ? FOR_EVER : 'no-cache')
    },
  })
  app.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
    const path = request.params['*']
    if (await isFile(pageFolder, path)) return reply.sendFile(path)
    if (NO_PAGES.test(path)) return reply.callNotFound()
    return page.send(reply)
  })
}

async function isFile(folder: string, path: string): Promise<boolean> {
  if (path === 'index.html' || !FILE.test(path)) return false
  const found = await stat(join(folder, path)).catch(() => undefined)
  return found?.isFile() ?? false
}
