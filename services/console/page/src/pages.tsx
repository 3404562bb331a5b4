import { lazy, Suspense } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { Loading } from './layout/loading.tsx'
import { NotFoundPage } from './layout/not-found-page.tsx'
import { OverviewPage } from './overview/overview-page.tsx'
import { SessionGate } from './session/session-gate.tsx'
import { SignInPage } from './session/sign-in-page.tsx'
import { Shell } from './shell/shell.tsx'

const AuditPage = lazy(() => import('./audit/audit-page.tsx').then((page) => ({ default: page.AuditPage })))
const FailuresPage = lazy(() => import('./failures/failures-page.tsx').then((page) => ({ default: page.FailuresPage })))
const LeversPage = lazy(() => import('./levers/levers-page.tsx').then((page) => ({ default: page.LeversPage })))
const PushPage = lazy(() => import('./pushes/push-page.tsx').then((page) => ({ default: page.PushPage })))
const RetriesPage = lazy(() => import('./retries/retries-page.tsx').then((page) => ({ default: page.RetriesPage })))
const RetryPage = lazy(() => import('./retries/retry-page.tsx').then((page) => ({ default: page.RetryPage })))
const RunPage = lazy(() => import('./runs/run-page.tsx').then((page) => ({ default: page.RunPage })))
const RunsPage = lazy(() => import('./runs/runs-page.tsx').then((page) => ({ default: page.RunsPage })))
const StoryPage = lazy(() => import('./story/story-page.tsx').then((page) => ({ default: page.StoryPage })))
const StorySearchPage = lazy(() =>
  import('./story/story-search-page.tsx').then((page) => ({ default: page.StorySearchPage })),
)

/** Which page stands at which address. */
export function Pages() {
  const [path] = useLocation()
  return (
    <Switch>
      <Route path="/sign-in" component={SignInPage} />
      <Route>
        <SessionGate>
          <Shell>
            {/* A page that is left goes at once, and is not kept hidden while the next one’s code comes: its chart would measure nothing. */}
            <Suspense key={path} fallback={<Loading />}>
              <Switch>
                <Route path="/" component={OverviewPage} />
                <Route path="/runs" component={RunsPage} />
                <Route path="/runs/:id">{({ id }) => <RunPage key={id} id={id} />}</Route>
                <Route path="/pushes/:id">{({ id }) => <PushPage key={id} id={id} />}</Route>
                <Route path="/failures" component={FailuresPage} />
                <Route path="/retries" component={RetriesPage} />
                <Route path="/retries/:id">{({ id }) => <RetryPage key={id} id={id} />}</Route>
                <Route path="/levers" component={LeversPage} />
                <Route path="/audit" component={AuditPage} />
                <Route path="/story" component={StorySearchPage} />
                <Route path="/story/:partnerId/:companyId">
                  {({ partnerId, companyId }) => (
                    <StoryPage key={`${partnerId} ${companyId}`} partnerId={partnerId} companyId={companyId} />
                  )}
                </Route>
                <Route component={NotFoundPage} />
              </Switch>
            </Suspense>
          </Shell>
        </SessionGate>
      </Route>
    </Switch>
  )
}
