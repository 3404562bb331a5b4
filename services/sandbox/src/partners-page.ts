import { type Html, html } from './html.ts'
import { shownTime } from './page-layout.ts'
import type { Partner } from './partners.ts'
import type { SandboxState } from './state.ts'

/** The start page: all partners, a form to make one, and the vendor's services. */
export function partnersPage(state: SandboxState): Html {
  const partners = [...state.partners.values()]
  return html`
<h1>Partners</h1>
<p class="soft">This plays Gradient for ${state.vendor.name}. Everything is kept in memory.</p>
<section aria-labelledby="all">
<h2 id="all">${partners.length === 0 ? 'No partner yet' : `${partners.length} ${partners.length === 1 ? 'partner' : 'partners'}`}</h2>
${partners.length === 0 ? html`<p>Make one below: that is what an MSP does by pressing Connect in Gradient.</p>` : partnersTable(partners)}
</section>
<section aria-labelledby="new">
<h2 id="new">Make a partner</h2>
<form method="post" action="/partners" class="row">
<label class="grow">Name of the organization <input name="name" required maxlength="200" autocomplete="off"></label>
<label><input type="checkbox" name="autoMap" value="yes"> Map new accounts at once</label>
<button class="main">Connect and make a key</button>
</form>
</section>
<section aria-labelledby="services">
<h2 id="services">Services of ${state.vendor.name}</h2>
${state.vendor.skus.length === 0 && html`<p>None yet. The vendor makes one with <code>POST /api/vendor-api/service</code>.</p>`}
${state.vendor.skus.length > 0 && html`<dl>${state.vendor.skus.map(({ id, name }) => html`<dt>${name}</dt><dd><code>${id}</code></dd>`)}</dl>`}
</section>`
}

function partnersTable(partners: Partner[]): Html {
  return html`<table>
<thead><tr><th scope="col">Organization</th><th scope="col">Status</th><th scope="col" class="number">Accounts</th><th scope="col" class="number">Mapped</th><th scope="col">Last usage</th></tr></thead>
<tbody>${partners.map((partner) => {
    const accounts = [...partner.accounts.values()]
    return html`<tr>
<th scope="row"><a href="/partners/${encodeURIComponent(partner.partnerKey)}">${partner.name}</a></th>
<td data-label="Status">${statusTag(partner)}</td>
<td data-label="Accounts" class="number">${accounts.length}</td>
<td data-label="Mapped" class="number">${accounts.filter(({ mappingId }) => mappingId !== null).length}</td>
<td data-label="Last usage">${shownTime(partner.lastSyncedAt)}</td>
</tr>`
  })}</tbody>
</table>`
}

/** The status of the integration, or that the MSP disconnected. */
export function statusTag(partner: Partner): Html {
  if (!partner.connected) return html`<span class="tag warn">disconnected</span>`
  const tone = { active: 'good', pending: 'warn', inactive: '' }[partner.status]
  return html`<span class="tag ${tone}">${partner.status}</span>`
}
