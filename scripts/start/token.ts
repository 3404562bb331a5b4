import type { DataFolder } from './data-folder.ts'
import { runStep } from './run-step.ts'

const FILE = 'integration-token.json'
const NAME = 'npm-start'

/**
 * The integration token of this start: the kept one while the gateway takes it (another database does not know it), else a new one.
 */
export async function readOrMakeToken(
  folder: DataFolder,
  input: { root: string; gatewayUrl: string; env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<string> {
  const kept = folder.read<{ token: string }>(FILE)?.token
  if (kept !== undefined && (await isTaken(input.gatewayUrl, kept))) return kept
  const printed = await runStep({
    name: 'Making the integration token',
    cwd: input.root,
    args: ['services/gateway/src/token-main.ts', 'create', '--name', NAME, '--json'],
    env: input.env,
    signal: input.signal,
  })
  const { token } = JSON.parse(printed) as { token: string }
  folder.write(FILE, { token })
  return token
}

async function isTaken(gatewayUrl: string, token: string): Promise<boolean> {
  const response = await fetch(`${gatewayUrl}/v1/partners?limit=1`, { headers: { authorization: `Bearer ${token}` } })
  await response.body?.cancel()
  return response.status !== 401
}
