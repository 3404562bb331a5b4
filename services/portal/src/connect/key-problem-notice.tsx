import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { words } from '../words/words.ts'
import { type KeyProblem, keyProblemOf } from './key-problem.ts'

/** Why the key was not taken, what was kept (nothing), and what helps. Who it belongs to instead is told in the gateway's words. */
export function KeyProblemNotice({ error }: { error: Error }) {
  const problem = keyProblemOf(error)
  const { title, text } = words.connect.problem[problem]
  return (
    <Alert color={colorOf(problem)} icon={<IconAlertTriangle />} title={title} role="alert">
      <Text size="sm">{problem === 'other_organization' ? error.message : text}</Text>
    </Alert>
  )
}

function colorOf(problem: KeyProblem): string {
  return problem === 'rejected' || problem === 'other_organization' || problem === 'session_over' ? 'red' : 'yellow'
}
