import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ApiError } from '../api/api-error.ts'
import { words } from '../words/words.ts'

/** Says what went wrong, in words, and offers to try again. */
export function ProblemNotice(input: { error: Error; retry?: () => void }) {
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={words.problem.title} role="alert">
      <Text>{wordsOf(input.error)}</Text>
      {input.retry && (
        <Group mt="sm">
          <Button variant="default" onClick={input.retry}>
            {words.problem.again}
          </Button>
        </Group>
      )}
    </Alert>
  )
}

/** What is told of an error: our own words where we have some, else the console's. */
export function wordsOf(error: Error): string {
  if (!(error instanceof ApiError) || error.code === undefined) return words.problem.away
  return words.problem.byCode[error.code] ?? error.message
}
