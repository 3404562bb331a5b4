import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { Answered } from '../layout/answered.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { Panel } from '../layout/panel.tsx'
import { EmptyNote } from '../lists/empty-note.tsx'
import listStyles from '../lists/list.module.css'
import { SearchField } from '../lists/search-field.tsx'
import { useView } from '../lists/use-view.ts'
import { words } from '../words/words.ts'
import { FoundLists } from './found-lists.tsx'

const LONGEST = 200
const says = words.story

/** Finds a company, by its name, its id, its partner or a push of it. */
export function StorySearchPage() {
  const { view, change } = useView(readText)
  const { text } = view
  const found = useQuery({
    queryKey: ['search', text],
    queryFn: ({ signal }) => call('get', '/api/search', { query: { text }, signal }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })
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
            {(things) => <FoundLists found={things} text={text} isBusy={found.isPlaceholderData} />}
          </Answered>
        )}
      </Panel>
    </>
  )
}

function readText(query: URLSearchParams): { text: string } {
  return { text: (query.get('text') ?? '').trim().slice(0, LONGEST) }
}
