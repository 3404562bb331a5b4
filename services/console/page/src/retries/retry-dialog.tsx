import { Alert, Button, Group, List, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { ApiError } from '../api/api-error.ts'
import { call } from '../api/client.ts'
import type { RetryPreview, RetryScope } from '../api/shapes.ts'
import { formatNumber } from '../format/numbers.ts'
import { BusyButton } from '../layout/busy-button.tsx'
import { Dialog } from '../layout/dialog.tsx'
import { Loading } from '../layout/loading.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { isReason } from '../levers/reason.ts'
import { ReasonField } from '../levers/reason-field.tsx'
import { words } from '../words/words.ts'

const says = words.retries

/** What a retry of this scope would do, in words, before anything is done; then why, and off it goes. */
export function RetryDialog({ scope, onClose }: { scope: RetryScope; onClose: () => void }) {
  const [, navigate] = useLocation()
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const preview = useQuery({
    queryKey: ['retry-preview', scope],
    queryFn: ({ signal }) => call('post', '/api/retries/preview', { body: { scope }, signal }),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const start = useMutation({
    mutationFn: (previewToken: string) =>
      call('post', '/api/retries', { body: { scope, reason: reason.trim(), previewToken } }),
    onSuccess: ({ id }) => navigate(`/retries/${id}`),
    onError: (error) => {
      if (isOutdated(error)) void preview.refetch()
    },
  })
  const isOld = isOutdated(start.error)
  return (
    <Dialog title={says.previewTitle} isOpen isBusy={start.isPending} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (
            preview.data &&
            preview.data.willBeSent > 0 &&
            !preview.isFetching &&
            !start.isPending &&
            isReason(reason)
          ) {
            start.mutate(preview.data.previewToken)
          }
        }}
      >
        <Stack gap="md">
          {preview.error && <ProblemNotice error={preview.error} retry={() => void preview.refetch()} />}
          {preview.isPending && <Loading />}
          {isOld && (
            <Alert color="yellow" role="alert">
              {says.outdated}
            </Alert>
          )}
          {start.error && !isOld && <ProblemNotice error={start.error} />}
          {preview.data && <PreviewWords preview={preview.data} />}
          {preview.data && preview.data.willBeSent > 0 && (
            <>
              <ReasonField value={reason} onChange={setReason} isTried={isTried} takesFocus />
              <Text c="dimmed" size="xs">
                {says.paced}
              </Text>
            </>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} aria-disabled={start.isPending}>
              {words.common.cancel}
            </Button>
            {preview.data && preview.data.willBeSent > 0 && (
              <BusyButton type="submit" isBusy={start.isPending} busyLabel={says.starting}>
                {says.start(formatNumber(preview.data.willBeSent))}
              </BusyButton>
            )}
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

function PreviewWords({ preview }: { preview: RetryPreview }) {
  return (
    <div role="status">
      <Text fw={600} size="md">
        {says.willBeSent(preview.willBeSent)}
      </Text>
      {(preview.refused.length > 0 || preview.held > 0) && (
        <List size="sm" mt="xs" spacing={2}>
          {preview.held > 0 && <List.Item>{says.held(preview.held)}</List.Item>}
          {preview.refused.map(({ why, count }) => (
            <List.Item key={why}>{says.notSent(count, says.why[why] ?? why)}</List.Item>
          ))}
        </List>
      )}
    </div>
  )
}

function isOutdated(error: Error | null): boolean {
  return error instanceof ApiError && error.code === 'preview_outdated'
}
