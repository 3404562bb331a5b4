import { type Account, lastCountOf } from './accounts.ts'
import { type Html, html } from './html.ts'
import { shownTime } from './page-layout.ts'
import { NEVER_SYNCED, type Partner } from './partners.ts'
import { statusTag } from './partners-page.ts'

const ROWS_SHOWN = 500

/** One partner as the MSP sees it: its key and status, and the billing view with the accounts. */
export function partnerPage(partner: Partner, options: { search: string; justMade: boolean }): Html {
  const path = `/partners/${encodeURIComponent(partner.partnerKey)}`
  return html`
<h1>${partner.name}</h1>
<section aria-labelledby="connect">
<h2 id="connect">Connection</h2>
${options.justMade && html`<p role="status"><span class="tag good">The key is made.</span> Paste it into the vendor's page. Gradient shows it once; the sandbox keeps it here.</p>`}
<dl>
<dt>Partner API Key</dt><dd><code>${partner.partnerKey}</code></dd>
<dt>Status</dt><dd>${statusTag(partner)}</dd>
<dt>Organization</dt><dd>${partner.name} <code class="soft">${partner.organizationId}</code></dd>
<dt>Last usage</dt><dd>${shownTime(partner.lastSyncedAt)}</dd>
</dl>
<div class="row">
<form method="post" action="${path}/regenerate-key"><button>${partner.connected ? 'Make a new key' : 'Connect again with a new key'}</button></form>
${
  partner.connected &&
  html`<details><summary>Disconnect…</summary>
<p>This deletes all accounts and their mappings. It cannot be undone.</p>
<form method="post" action="${path}/disconnect"><button class="danger">Delete all and disconnect</button></form></details>`
}
</div>
</section>
${billingView(partner, path, options.search)}`
}

function billingView(partner: Partner, path: string, search: string): Html {
  const all = [...partner.accounts.values()]
  const wanted = search.toLowerCase()
  const found = all.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(wanted))
  const unmapped = all.filter(({ mappingId }) => mappingId === null).length
  return html`<section aria-labelledby="billing">
<h2 id="billing">Billing</h2>
<p>${viewState(partner)} ${all.length} accounts, ${unmapped} not mapped.</p>
<div class="row">
<form method="get" action="${path}" class="row"><label class="grow">Find an account <input type="search" name="search" value="${search}"></label><button>Find</button></form>
${unmapped > 0 && html`<form method="post" action="${path}/map"><input type="hidden" name="all" value="yes"><button class="main">Map all</button></form>`}
</div>
${all.length === 0 && html`<p>No account yet: they come from the vendor.</p>`}
${found.length > 0 && accountsTable(found.slice(0, ROWS_SHOWN), path)}
${all.length > 0 && found.length === 0 && html`<p>No account has “${search}” in its name or id.</p>`}
${found.length > ROWS_SHOWN && html`<p>The first ${ROWS_SHOWN} of ${found.length}. Find narrows them down.</p>`}
</section>`
}

function viewState(partner: Partner): Html {
  if (partner.lastSyncedAt === NEVER_SYNCED) return html`<span class="tag">no count yet</span>`
  if (partner.view.isCurrent)
    return html`<span class="tag good">rebuilt</span> ${shownTime(partner.view.rebuiltAt)}, after the last count.`
  return html`<span class="tag warn">not rebuilt</span> since the last count: a count without <code>no_build</code> does that.`
}

function accountsTable(accounts: Account[], path: string): Html {
  return html`<table>
<thead><tr><th scope="col">Account</th><th scope="col">Id</th><th scope="col" class="number">Units</th><th scope="col">Last set</th><th scope="col">Mapping</th></tr></thead>
<tbody>${accounts.map((account) => {
    const count = lastCountOf(account)
    const isMapped = account.mappingId !== null
    return html`<tr>
<th scope="row">${account.name}</th>
<td data-label="Id"><code>${account.id}</code></td>
<td data-label="Units" class="number">${count?.unitCount ?? '–'}</td>
<td data-label="Last set">${shownTime(count?.setAt)}</td>
<td data-label="${isMapped ? 'Mapped' : 'Not mapped'}"><form method="post" action="${path}/${isMapped ? 'unmap' : 'map'}"><input type="hidden" name="accountId" value="${account.id}"><button${!isMapped && html` class="main"`} aria-label="${isMapped ? 'Unmap' : 'Map'} ${account.name}">${isMapped ? 'Unmap' : 'Map'}</button></form></td>
</tr>`
  })}</tbody>
</table>`
}
