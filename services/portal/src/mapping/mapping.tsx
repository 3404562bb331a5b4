import { Loading } from '../layout/loading.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { useConnection } from '../live/use-connection.ts'
import { useCursorPages } from '../numbers/use-cursor-pages.ts'
import { useListView } from '../numbers/use-list-view.ts'
import { ClearedNote } from './cleared-note.tsx'
import { NothingToMap } from './nothing-to-map.tsx'
import { ToMap } from './to-map.tsx'
import { useCleared } from './use-cleared.ts'
import { useUnmapped } from './use-unmapped.ts'

/** The list of what is to be mapped, live, or why there is none. */
export function Mapping() {
  const connection = useConnection()
  const { view, change } = useListView()
  const pages = useCursorPages(view.search)
  const unmapped = useUnmapped({ search: view.search, cursor: pages.cursor })
  const part = JSON.stringify([view.search, pages.cursor])
  const cleared = useCleared(unmapped.isOld ? undefined : unmapped.data, part)
  if (!connection.data || !unmapped.data) {
    const error = unmapped.error ?? connection.error
    if (!error) return <Loading />
    return <ProblemNotice error={error} retry={() => void Promise.all([connection.refetch(), unmapped.refetch()])} />
  }
  const isList = connection.data.status !== 'not_connected' && unmapped.data.period !== null && unmapped.data.total > 0
  return (
    <>
      <ClearedNote cleared={cleared} />
      {isList ? (
        <ToMap
          query={unmapped}
          facts={unmapped.data}
          isKeyGood={connection.data.status !== 'needs_key'}
          view={view}
          change={change}
          pages={pages}
        />
      ) : (
        <NothingToMap connection={connection.data} facts={unmapped.data} />
      )}
    </>
  )
}
