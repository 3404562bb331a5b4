import { lazy, Suspense } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { EntryRefusedPage } from './entry/entry-refused-page.tsx'
import { GradientPage } from './gradient/gradient-page.tsx'
import { IntegrationsPage } from './integrations/integrations-page.tsx'
import { Loading } from './layout/loading.tsx'
import { NotFoundPage } from './layout/not-found-page.tsx'
import { Shell } from './layout/shell.tsx'
import { SessionGate } from './session/session-gate.tsx'

const NumbersPage = lazy(() => import('./numbers/numbers-page.tsx').then((page) => ({ default: page.NumbersPage })))
const MappingPage = lazy(() => import('./mapping/mapping-page.tsx').then((page) => ({ default: page.MappingPage })))

/** Which page stands at which address. */
export function Pages() {
  return (
    <Switch>
      <Route path="/enter/:link">
        <EntryRefusedPage />
      </Route>
      <Route>
        <SessionGate>
          <Shell>
            <Suspense fallback={<Loading />}>
              <Switch>
                <Route path="/" component={IntegrationsPage} />
                <Route path="/gradient" component={GradientPage} />
                <Route path="/gradient/numbers">
                  <Redirect to="/gradient/numbers/this-month" replace />
                </Route>
                <Route path="/gradient/numbers/:period">{({ period }) => <NumbersPage period={period} />}</Route>
                <Route path="/gradient/mapping" component={MappingPage} />
                <Route component={NotFoundPage} />
              </Switch>
            </Suspense>
          </Shell>
        </SessionGate>
      </Route>
    </Switch>
  )
}
