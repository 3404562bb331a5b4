import { join } from 'node:path'
import { startGuard } from '@bridge/servers'
import { createServicePart } from '../service-part.ts'
import { createSupervisor } from '../supervisor.ts'

// A supervisor with two fake services in a process of its own, so that a test can kill it. Prints their pids as JSON once both are ready.
const [folder = '', ...ports] = process.argv.slice(2)
const guard = startGuard()
const supervisor = createSupervisor({ say: () => undefined, onChange: () => undefined })
for (const [index, port] of ports.entries()) {
  await supervisor.start(
    createServicePart({
      name: `fake-${index + 1}`,
      main: join(import.meta.dirname, 'fake-service.ts'),
      env: { PORT: port, ...(index === 1 ? { IGNORE_STOP: 'yes' } : {}) },
      readyUrl: `http://127.0.0.1:${port}/readyz`,
      logFile: join(folder, `fake-${index + 1}.log`),
      rank: index,
      graceMs: 500,
      guard,
      cwd: folder,
      say: () => undefined,
    }),
  )
}
process.stdout.write(`${JSON.stringify(supervisor.pids())}\n`)
