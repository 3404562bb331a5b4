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
import { isStillTrue, type NewsKind } from './news-kind.ts'
import { PausedNotice } from './paused-notice.tsx'

/**
 * Gradient: the way in while not connected, else how it stands. What is asked for here and takes a while is held by this page, since the stream may
 * tell that it is done before the answer does.
 */
export function GradientPage() {
  const connection = useConnection()
  const [news, setNews] = useState<{ kind: NewsKind; number: number } | null>(null)
  const [isDisconnecting, setDisconnecting] = useState(false)
  const tell = (kind: NewsKind) => setNews((before) => ({ kind, number: (before?.number ?? 0) + 1 }))
  const paste = usePasteKey(() => tell('connected'))
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
  const { status, sendingPaused, organizationName } = connection.data
  const notices = (
    <>
      {news && isStillTrue(news.kind, gradientStateOf(status)) && (
        <News
          key={news.number}
          title={words.gradient.news[news.kind].title(organizationName ?? '')}
          text={words.gradient.news[news.kind].text}
        />
      )}
      {sendingPaused && <PausedNotice />}
    </>
  )
  return (
    <>
      {status === 'not_connected' || paste.check.isPending ? (
        <ConnectPage paste={paste} notices={notices} />
      ) : (
        <ConnectedPage
          connection={connection.data}
          notices={notices}
          onKeyReplaced={() => tell('keyReplaced')}
          onDisconnect={() => {
            setNews(null)
            setDisconnecting(true)
          }}
        />
      )}
      <DisconnectDialog
        isOpen={isDisconnecting}
        onClose={() => setDisconnecting(false)}
        onDone={() => {
          setDisconnecting(false)
          tell('disconnected')
        }}
      />
    </>
  )
}
