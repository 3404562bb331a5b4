import { Alert, Group } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { send } from '../api/client.ts'
import { BusyButton } from '../layout/busy-button.tsx'
import { wordsOf } from '../layout/problem-notice.tsx'
import { words } from '../words/words.ts'

/** How long a browser may take to begin to keep a file. */
const KEPT_MS = 60_000

/** Fetches a list as a file and hands it to the browser. By a plain link the browser would not ask for CSV, and would show a refusal as a page. */
export function CsvButton(input: { address: string; name: string; label: string }) {
  const fetching = useMutation({
    mutationFn: async () => {
      const response = await send(input.address, { headers: { accept: 'text/csv' } })
      keep(await response.blob(), input.name)
    },
  })
  return (
    <Group gap="xs">
      {fetching.error && (
        <Alert color="red" role="alert" p="xs">
          {wordsOf(fetching.error)}
        </Alert>
      )}
      <BusyButton
        variant="default"
        isBusy={fetching.isPending}
        busyLabel={words.lists.csvBusy}
        leftSection={<IconDownload size={14} />}
        aria-label={input.label}
        onClick={() => fetching.mutate()}
      >
        {words.lists.csv}
      </BusyButton>
    </Group>
  )
}

function keep(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS)
}
