import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ApiError } from '../api/api-error.ts'
import { words } from '../words/words.ts'

/** Says what went wrong, in words for the partner (or in `text`, where more is known), and offers to try again. */
export function ProblemNotice(input: { error: Error; text?: string | undefined; retry?: () => void }) {
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={words.problem.title} role="alert">
      <Text size="sm">{input.text ?? wordsOf(input.error)}</Text>
      {input.retry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={input.retry}>
            {words.problem.again}
          </Button>
        </Group>
      )}
    </Alert>
  )
}

/** What is told of an error: the gateway's own words where it gave some. */
function wordsOf(error: Error): string {
  if (!(error instanceof ApiError) || error.code === undefined) return words.problem.away
  return words.problem.byCode[error.code] ?? error.message
}
