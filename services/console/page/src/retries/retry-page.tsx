import { Anchor, List, Stack, Text } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { ApiError } from '../api/api-error.ts'
import { call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'
import type { Retry } from '../api/shapes.ts'
import { formatNumber } from '../format/numbers.ts'
import { Answered } from '../layout/answered.tsx'
import { BackLink } from '../layout/back-link.tsx'
import { Facts } from '../layout/facts.tsx'
import { Moment } from '../layout/moment.tsx'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { Panel } from '../layout/panel.tsx'
import { StateBadge } from '../layout/state-badge.tsx'
import { ReasonDialog } from '../levers/reason-dialog.tsx'
import { OUTCOMES } from '../outcomes/outcome.ts'
import { OutcomeBadge } from '../outcomes/outcome-badge.tsx'
import { ChangeButton } from '../session/change-button.tsx'
import { words } from '../words/words.ts'
import { RetryProgress } from './retry-progress.tsx'
import { RETRY_TONES, retryStateOf } from './retry-state.ts'
import { scopeHref } from './scope-href.ts'
import { ScopeName } from './scope-name.tsx'

const EVERY_MS = 1_000
const says = words.retries

/** One retry: how far it is, what came of it, and the way to stop it. */
export function RetryPage({ id }: { id: string }) {
  const retry = useQuery({
    queryKey: [...LISTS_KEY, 'retry', id],
    queryFn: ({ signal }) => call('get', '/api/retries/{retryId}', { path: { retryId: id }, signal }),
    refetchInterval: (query) => (query.state.data && query.state.data.finishedAt === null ? EVERY_MS : false),
  })
  if (retry.error instanceof ApiError && retry.error.isUnknown) return <NotFoundPage />
  return <Answered query={retry}>{(found) => <KnownRetry retry={found} />}</Answered>
}

function KnownRetry({ retry }: { retry: Retry }) {
  const [isStopping, setStopping] = useState(false)
  const state = retryStateOf(retry)
  const href = scopeHref(retry.scope)
  return (
    <>
      <PageHead
        title={says.retryTitle}
        above={<BackLink href="/retries">{says.title}</BackLink>}
        about={
          href === undefined ? (
            <ScopeName scope={retry.scope} />
          ) : (
            <Anchor component={Link} href={href} size="sm">
              <ScopeName scope={retry.scope} />
            </Anchor>
          )
        }
        actions={
          state === 'running' && (
            <ChangeButton color="red" leftSection={<IconPlayerStop size={14} />} onClick={() => setStopping(true)}>
              {says.stop}
            </ChangeButton>
          )
        }
      />
      <Stack gap="md">
        <Panel
          title={says.progressLabel}
          action={<StateBadge tone={RETRY_TONES[state]}>{says.stateOf[state]}</StateBadge>}
        >
          <Stack gap="sm">
            <RetryProgress retry={retry} />
            <Facts
              facts={{
                [says.askedBy]: retry.askedBy,
                [says.askedAt]: <Moment iso={retry.askedAt} seconds />,
                [words.reasonField.label]: retry.reason,
                [says.waiting]: formatNumber(retry.waiting),
                [says.underWay]: formatNumber(retry.underWay),
                [says.finishedAt]: retry.finishedAt === null ? undefined : <Moment iso={retry.finishedAt} seconds />,
                [says.stoppedBy]:
                  retry.stoppedBy === null
                    ? undefined
                    : says.stoppedWords(retry.stoppedBy, retry.stopReason ?? '', formatNumber(retry.stopped)),
              }}
            />
          </Stack>
        </Panel>
        <ResultPanel retry={retry} />
      </Stack>
      {isStopping && (
        <ReasonDialog
          title={says.stopTitle}
          action={says.stop}
          busy={says.stopping}
          color="red"
          carryOut={(reason) =>
            call('post', '/api/retries/{retryId}/stop', { path: { retryId: retry.id }, body: { reason } })
          }
          onDone={() => setStopping(false)}
          onClose={() => setStopping(false)}
        >
          <Text>{says.stopAbout}</Text>
        </ReasonDialog>
      )}
    </>
  )
}

function ResultPanel({ retry }: { retry: Retry }) {
  const sent = OUTCOMES.filter((outcome) => (retry.outcomes[outcome] ?? 0) > 0)
  return (
    <Panel title={says.resultTitle}>
      {sent.length === 0 && retry.refused.length === 0 && <Text c="dimmed">{says.nothingYet}</Text>}
      <List listStyleType="none" spacing={4}>
        {sent.map((outcome) => (
          <List.Item key={outcome}>
            <strong className="tabular">{formatNumber(retry.outcomes[outcome] ?? 0)}</strong>{' '}
            <OutcomeBadge outcome={outcome} />
          </List.Item>
        ))}
        {retry.refused.map(({ why, count, whenOrdered }) => (
          <List.Item key={`${why} ${whenOrdered}`}>
            <Text>
              {says.notSent(count, says.why[why] ?? why)}
              {!whenOrdered && ` ${says.sinceOrdered}`}
            </Text>
          </List.Item>
        ))}
      </List>
    </Panel>
  )
}
