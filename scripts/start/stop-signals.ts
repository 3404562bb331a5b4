const ONE_PRESS_WITHIN_MS = 1_000

/** Ctrl-C and its like. One press may reach us several times: from the terminal, from npm and from the bootstrap. */
export interface StopSignals {
  /** Aborts when we are asked to stop for the first time. */
  readonly signal: AbortSignal
}

/** Listens for the wish to stop; `onHurry` is called when it is repeated more than a second later. */
export function listenForStop(onHurry: () => void): StopSignals {
  const controller = new AbortController()
  let askedAtMs: number | undefined
  const ask = () => {
    if (askedAtMs === undefined) {
      askedAtMs = performance.now()
      controller.abort(new StoppedError('Stopped.'))
    } else if (performance.now() - askedAtMs > ONE_PRESS_WITHIN_MS) onHurry()
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, ask)
  stopWithBootstrap(ask)
  return { signal: controller.signal }
}

/** The person asked to stop. */
export class StoppedError extends Error {
  override name = 'StoppedError'
}

/** The bootstrap forwards signals to us; if it was killed hard it cannot, and we see that our parent is another. */
function stopWithBootstrap(ask: () => void): void {
  const bootstrap = Number(process.env['BRIDGE_BOOTSTRAP_PID'])
  if (bootstrap !== process.ppid) return
  setInterval(() => {
    if (process.ppid !== bootstrap) ask()
  }, 1_000).unref()
}
