import { Anchor, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { call } from '../api/client.ts'
import { Answered } from '../layout/answered.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { Panel } from '../layout/panel.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import listStyles from '../lists/list.module.css'
import { ListCell, ListRow, ListTable } from '../lists/list-table.tsx'
import { SearchField } from '../lists/search-field.tsx'
import { useView } from '../lists/use-view.ts'
import { words } from '../words/words.ts'
import { storyHref } from './story-href.ts'

const says = words.story
const COLUMNS = [{ label: words.lists.company }, { label: words.lists.partner }] as const
const LONGEST = 200

/** Finds a company, by its name, its id or its partner. */
export function StorySearchPage() {
  const { view, change } = useView(readStoryView)
  const { text } = view
  const found = useQuery({
    queryKey: ['search', text],
    queryFn: ({ signal }) => call('get', '/api/search', { query: { text }, signal }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })
  const [company, partner] = COLUMNS
  return (
    <>
      <PageHead title={says.title} about={says.about} />
      <Panel title={says.listTitle}>
        <div className={listStyles['toolbar']}>
          <SearchField
            label={says.search}
            value={text}
            onSearch={(typed) => change({ text: typed }, { replace: true })}
          />
        </div>
        {text === '' ? (
          <EmptyNote>{says.hint}</EmptyNote>
        ) : (
          <Answered query={found}>
            {({ data }) =>
              data.length === 0 ? (
                <EmptyNote>{words.lists.noHit(text)}</EmptyNote>
              ) : (
                <ListTable label={says.listTitle} columns={COLUMNS} isBusy={found.isPlaceholderData}>
                  {data.map(({ partnerId, partnerName, companyId, companyName }) => (
                    <ListRow key={`${partnerId} ${companyId}`}>
                      <ListCell column={company}>
                        {companyId === null ? (
                          words.lists.nothing
                        ) : (
                          <>
                            <Anchor component={Link} href={storyHref({ partnerId, companyId })} size="sm">
                              {companyName}
                            </Anchor>
                            <Text c="dimmed" size="xs">
                              {companyId}
                            </Text>
                          </>
                        )}
                      </ListCell>
                      <ListCell column={partner}>
                        {partnerName}
                        <Text c="dimmed" size="xs">
                          {partnerId}
                        </Text>
                      </ListCell>
                    </ListRow>
                  ))}
                </ListTable>
              )
            }
          </Answered>
        )}
      </Panel>
    </>
  )
}

function readStoryView(query: URLSearchParams): { text: string } {
  return { text: (query.get('text') ?? '').trim().slice(0, LONGEST) }
}
