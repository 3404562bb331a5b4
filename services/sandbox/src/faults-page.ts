import { FAULT_KIND_NAMES, FAULT_KINDS } from './fault-kinds.ts'
import { ROUTE_NAMES } from './fault-switches.ts'
import { faultsView } from './faults-view.ts'
import { type Html, html } from './html.ts'
import type { SandboxState } from './state.ts'

/** The switches: what is set, and a form for the common ones. */
export function faultsPage(state: SandboxState): Html {
  const { all, partners } = faultsView(state)
  const nameOf = (key: string) => state.partnersByKey.get(key)?.name ?? 'a partner'
  const isAnySet = Object.keys(all).length > 0 || partners.length > 0
  return html`
<h1>Faults</h1>
<section aria-labelledby="set">
<h2 id="set">What is set</h2>
${!isAnySet && html`<p>Nothing: Gradient behaves well.</p>`}
${Object.keys(all).length > 0 && html`<p>For all partners</p><pre>${JSON.stringify(all, null, 2)}</pre>`}
${partners.map(({ partnerKey, ...own }) => html`<p>For ${nameOf(partnerKey)}</p><pre>${JSON.stringify(own, null, 2)}</pre>`)}
${isAnySet && html`<form method="post" action="/faults/clear"><button class="danger">Clear all</button></form>`}
</section>
<section aria-labelledby="change">
<h2 id="change">Set switches</h2>
<p class="soft">What is left as it is stays as it was. <code>PUT /control/faults</code> can set them all.</p>
<form method="post" action="/faults">
<div class="fields">
${choice(
  'partnerKey',
  'For',
  'All partners',
  [...state.partners.values()].map(({ partnerKey, name }) => [partnerKey, name]),
)}
${choice('duplicateAccounts', 'An account that exists', 'as it is', [
  ['upsert', '200, taken (default)'],
  ['partial', '200, the new ones alone'],
  ['conflict', '409 for the whole array'],
])}
${choice('zero', 'A count of 0', 'as it is', [
  ['accepted', 'accepted (default)'],
  ['refused', '400'],
])}
${choice('afterDisconnect', 'The old key after a disconnect', 'as it is', [
  ['401', '401 (default)'],
  ['403', '403'],
  ['404', '404'],
  ['200', '200, inactive, empty'],
])}
${choice('isMapped', 'isMapped in answers', 'as it is', [
  ['present', 'present (default)'],
  ['absent', 'absent'],
])}
<label>Latency in ms <input name="latencyMs" type="number" min="0" max="600000" placeholder="as it is"></label>
<label>Requests per second <input name="requestsPerSecond" type="number" min="1" max="1000000" placeholder="as it is"></label>
${choice('retryAfter', 'Retry-After with it', 'no', [['yes', 'yes, the seconds left']])}
${choice(
  'errorKind',
  'Error',
  'as it is',
  FAULT_KIND_NAMES.map((kind) => [kind, `${kind}: ${FAULT_KINDS[kind].about}`]),
)}
${choice(
  'errorRoute',
  'Error on',
  'every route',
  ROUTE_NAMES.map((name) => [name, name]),
)}
<label>Error this many times <input name="errorTimes" type="number" min="1" placeholder="without end"></label>
</div>
<button class="main">Set</button>
</form>
</section>`
}

function choice(name: string, label: string, unset: string, options: [value: string, text: string][]): Html {
  return html`<label>${label} <select name="${name}"><option value="">${unset}</option>${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select></label>`
}
