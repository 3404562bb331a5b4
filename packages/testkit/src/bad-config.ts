import { vi } from 'vitest'

/**
 * Reads settings of which some are bad, as a service does when it starts, but within the test's own process (one of its own for each costs half a second of CPU): the code with
 * which the service would end, and what it would say on standard error.
 * @throws Error where nothing is wrong with them.
 */
export function readBadConfig(
  readConfig: (env: NodeJS.ProcessEnv) => unknown,
  env: NodeJS.ProcessEnv,
): { code: unknown; said: string } {
  let said = ''
  const ended = new Error('the process ends')
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw ended
  })
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text
    return true
  })
  try {
    readConfig(env)
  } catch (error) {
    if (error === ended) return { code: exit.mock.lastCall?.[0], said }
    throw error
  } finally {
    exit.mockRestore()
    write.mockRestore()
  }
  throw new Error('No setting is bad.')
}
