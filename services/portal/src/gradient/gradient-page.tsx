import { useState } from 'react'
import { ConnectPage } from '../connect/connect-page.tsx'
import { usePasteKey } from '../connect/use-paste-key.ts'
import { Loading } from '../layout/loading.tsx'
import { News } from '../layout/news.tsx'
import { PageHead } from '../layout/page-head.tsx'
import { ProblemNotice } from '../layout/problem-notice.tsx'
import { useConnection } from '../live/use-connection.ts'
import { words } from '../words/words.ts'
import { ConnectedPage } from './connected-page.tsx'
import { DisconnectDialog } from './disconnect-dialog.tsx'
import { gradientStateOf } from './gradient-state.ts'
import { PausedNotice } from './paused-notice.tsx'
import { useNews } from './use-news.ts'

/**
 * Gradient: the way in while not connected, else how it stands. What is asked for here and takes a while is held by this page, since the stream may
 * tell that it is done before the answer does: until a key's answer is there, the page in which it was pasted stays.
 */
export function GradientPage() {
  const connection = useConnection()
  const [isDisconnecting, setDisconnecting] = useState(false)
  const paste = usePasteKey(() => news.tell('connected'))
  const state = connection.data && gradientStateOf(connection.data.status)
  const news = useNews(paste.check.isPending ? 'not_connected' : state)
  if (!connection.data) {
    return (
      <>
        <PageHead title={words.gradient.title} />
        {connection.error ? (
          <ProblemNotice error={connection.error} retry={() => void connection.refetch()} />
        ) : (
          <Loading />
        )}
      </>
    )
  }
  const { sendingPaused, organizationName } = connection.data
  const notices = (
    <>
      {news.shown && (
        <News
          key={news.shown.number}
          title={words.gradient.news[news.shown.kind].title(organizationName ?? '')}
          text={words.gradient.news[news.shown.kind].text}
        />
      )}
      {sendingPaused && <PausedNotice />}
    </>
  )
  return (
    <>
      {state === 'not_connected' || paste.check.isPending ? (
        <ConnectPage paste={paste} notices={notices} />
      ) : (
        <ConnectedPage
          connection={connection.data}
          notices={notices}
          onKeyReplaced={() => news.tell('keyReplaced')}
          onDisconnect={() => {
            news.forget()
            setDisconnecting(true)
          }}
        />
      )}
      <DisconnectDialog
        isOpen={isDisconnecting}
        onClose={() => setDisconnecting(false)}
        onDone={() => {
          setDisconnecting(false)
          news.tell('disconnected')
        }}
      />
    </>
  )
}
