import { Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { ApiError } from '../api/api-error.ts'
import { call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'
import type { Push } from '../api/shapes.ts'
import { formatPeriod } from '../format/dates.ts'
import { formatNumber } from '../format/numbers.ts'
import { Answered } from '../layout/answered.tsx'
import { BackLink } from '../layout/back-link.tsx'
import { Facts } from '../layout/facts.tsx'
import { Moment } from '../layout/moment.tsx'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { Panel } from '../layout/panel.tsx'
import { openOf } from '../outcomes/outcome.ts'
import { OutcomeBadge } from '../outcomes/outcome-badge.tsx'
import { RetryButton } from '../retries/retry-button.tsx'
import { storyHref } from '../story/story-href.ts'
import { words } from '../words/words.ts'
import { AttemptsPanel } from './attempts-panel.tsx'
import { JobButton } from './job-button.tsx'
import { PushCause } from './push-cause.tsx'
import { PushRetriesPanel } from './push-retries-panel.tsx'
import { RevisionsPanel } from './revisions-panel.tsx'

const OPEN_EVERY_MS = 2_000
const says = words.pushes

/** One push: its outcome, every call that was made for it, and every number that was reported. */
export function PushPage({ id }: { id: string }) {
  const push = useQuery({
    queryKey: [...LISTS_KEY, 'push', id],
    queryFn: ({ signal }) => call('get', '/api/pushes/{pushId}', { path: { pushId: id }, signal }),
    refetchInterval: (query) =>
      query.state.data && openOf({ [query.state.data.outcome]: 1 }) > 0 ? OPEN_EVERY_MS : false,
  })
  if (push.error instanceof ApiError && push.error.isUnknown) return <NotFoundPage />
  return <Answered query={push}>{(found) => <KnownPush push={found} />}</Answered>
}

function KnownPush({ push }: { push: Push }) {
  const { companyName, companyId, partnerName, partnerId, period } = push
  return (
    <>
      <PageHead
        title={says.title(companyName, formatPeriod(period))}
        above={<BackLink href={`/runs/${push.runId}?by=company`}>{words.runs.runTitle(formatPeriod(period))}</BackLink>}
        actions={
          <>
            <Button component={Link} href={storyHref({ partnerId, companyId })} variant="default">
              {says.story}
            </Button>
            <JobButton address={push.job.url} />
            <RetryButton scope={{ pushIds: [push.pushId] }} variant="filled">
              {says.retry}
            </RetryButton>
          </>
        }
      />
      <Stack gap="md">
        <Panel title={says.stands} action={<OutcomeBadge outcome={push.outcome} />}>
          <Facts
            facts={{
              [words.lists.company]: (
                <>
                  {companyName} ({companyId})
                </>
              ),
              [words.lists.partner]: (
                <>
                  {partnerName} ({partnerId})
                </>
              ),
              [says.count]: push.unitCount === null ? says.noCount : formatNumber(push.unitCount),
              [says.revision]: formatNumber(push.revision),
              [says.attempts]: formatNumber(push.attempts),
              [says.settledAt]: push.settledAt === null ? undefined : <Moment iso={push.settledAt} seconds />,
              [says.cause]: push.lastReason === null && push.heldBy === null ? undefined : <PushCause push={push} />,
              [says.claimedBy]: push.claimedBy === null ? undefined : push.claimedBy,
              [says.finalZeroLabel]: push.finalZero ? says.finalZero : undefined,
              [says.lostCalls]:
                push.lostCalls.length === 0
                  ? undefined
                  : push.lostCalls.map(({ unitCount, lostAt }) => (
                      <div key={lostAt}>
                        {unitCount === null ? words.lists.nothing : formatNumber(unitCount)},{' '}
                        <Moment iso={lostAt} seconds />
                      </div>
                    )),
            }}
          />
        </Panel>
        <AttemptsPanel attempts={push.attemptList} />
        <RevisionsPanel revisions={push.revisions} />
        <PushRetriesPanel retries={push.retries} />
      </Stack>
    </>
  )
}
