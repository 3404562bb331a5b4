import { Button, Text } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { ApiError } from '../api/api-error.ts'
import { wordsOf } from '../layout/problem-notice.tsx'
import { words } from '../words/words.ts'

/**
 * The way to a push's job in the queue dashboard. It is asked for first: there is a job only while one is to look at the push, and a link that
 * leads to a refusal would leave this page.
 */
export function JobButton({ address }: { address: string }) {
  const looking = useMutation({
    mutationFn: async () => {
      const response = await fetch(address, { redirect: 'manual', credentials: 'same-origin' })
      if (response.type === 'opaqueredirect') return location.assign(address)
      const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string }
      throw new ApiError(response.status, problem)
    },
  })
  return (
    <>
      {looking.error && (
        <Text role="status" c="dimmed">
          {wordsOf(looking.error)}
        </Text>
      )}
      <Button
        variant="default"
        rightSection={<IconExternalLink size={14} />}
        loading={looking.isPending}
        onClick={() => looking.mutate()}
      >
        {words.pushes.job}
      </Button>
    </>
  )
}
