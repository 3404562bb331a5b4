import { Button, NativeSelect, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ApiError } from '../api/api-error.ts'
import { call } from '../api/client.ts'
import { LISTS_KEY } from '../api/keys.ts'
import type { Story, StoryEvent } from '../api/shapes.ts'
import { localTimeZone } from '../clock.ts'
import { formatDay, formatPeriod } from '../format/dates.ts'
import { Answered } from '../layout/answered.tsx'
import { BackLink } from '../layout/back-link.tsx'
import { Facts } from '../layout/facts.tsx'
import { Moment } from '../layout/moment.tsx'
import { NotFoundPage } from '../layout/not-found-page.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { Panel } from '../layout/panel.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import { useView } from '../lists/use-view.ts'
import { words } from '../words/words.ts'
import { daysOf } from './days.ts'
import styles from './story.module.css'
import { StoryLine } from './story-line.tsx'
import { readStoryView } from './story-view.ts'

const EVENTS_AT_ONCE = 200
const says = words.story

/** Everything about one company, in order of time. */
export function StoryPage(of: { partnerId: string; companyId: string }) {
  const { partnerId, companyId } = of
  const story = useInfiniteQuery({
    queryKey: [...LISTS_KEY, 'story', partnerId, companyId],
    queryFn: ({ pageParam: before, signal }) =>
      call('get', '/api/story', {
        query: { partnerId, companyId, limit: EVENTS_AT_ONCE, ...(before === null ? {} : { before }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.hasEarlier ? (page.events[0]?.at ?? null) : null),
  })
  if (story.error instanceof ApiError && story.error.isUnknown) return <NotFoundPage />
  return (
    <Answered query={story}>
      {({ pages }) => {
        const [newest] = pages
        if (!newest) return null
        const events = pages.toReversed().flatMap((page) => page.events)
        return (
          <KnownStory story={{ ...newest, events }}>
            {story.hasNextPage && (
              <Button
                variant="default"
                mb="md"
                aria-disabled={story.isFetchingNextPage}
                onClick={() => !story.isFetchingNextPage && void story.fetchNextPage()}
              >
                {says.earlier}
              </Button>
            )}
          </KnownStory>
        )
      }}
    </Answered>
  )
}

function KnownStory({ story, children }: { story: Story; children: ReactNode }) {
  const { company, partner, events } = story
  const { view, change } = useView(readStoryView)
  const periods = [...new Set(events.map(({ period }) => period).filter((period) => period !== null))].sort().reverse()
  const shown = view.period === null ? events : events.filter(({ period }) => period === view.period)
  return (
    <>
      <PageHead
        title={says.storyOf(company.name)}
        above={<BackLink href="/story">{says.anotherLabel}</BackLink>}
        actions={
          <NativeSelect
            size="sm"
            label={words.lists.month}
            value={view.period ?? ''}
            data={[
              { value: '', label: says.allMonths },
              ...periods.map((value) => ({ value, label: formatPeriod(value) })),
            ]}
            onChange={(event) => change({ period: event.currentTarget.value || null })}
          />
        }
      />
      <Panel title={says.eventsTitle}>
        <Facts
          facts={{
            [words.lists.company]: `${company.name} (${company.id})`,
            [words.lists.partner]: `${partner.name} (${partner.id})`,
            [says.admin]: partner.adminEmail ?? undefined,
            [says.archived]: company.archivedAt === null ? undefined : <Moment iso={company.archivedAt} />,
            [says.times]: localTimeZone(),
          }}
        />
        <div className={styles['story']}>
          {children}
          {shown.length === 0 && <EmptyNote>{says.empty}</EmptyNote>}
          {daysOf(shown).map((day) => (
            <section key={day.at}>
              <Text component="h3" fw={650} size="sm" className={styles['day'] ?? ''}>
                {formatDay(day.at)}
              </Text>
              <ol className={styles['events']}>
                {day.events.map((event, index) => (
                  <StoryLine key={keyOf(event, index)} event={event} />
                ))}
              </ol>
            </section>
          ))}
        </div>
      </Panel>
    </>
  )
}

function keyOf(event: StoryEvent, index: number): string {
  return `${event.at} ${event.kind} ${index}`
}
