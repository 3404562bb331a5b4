/** Where the bar's script and styles are served. */
export const REASON_BAR_SCRIPT_PATH = '/board/reason-bar.js'
export const REASON_BAR_STYLES_PATH = '/board/reason-bar.css'

/** The bar at the foot of the queue dashboard in which an operator says why jobs are changed. */
export const REASON_BAR = `
<link href="${REASON_BAR_STYLES_PATH}" rel="stylesheet">
<form id="reason-bar" aria-label="Why are you changing jobs?">
  <label>Why are you changing jobs? <input name="reason" required minlength="3" maxlength="500" autocomplete="off"></label>
  <button>Keep for an hour</button>
  <output aria-live="polite"></output>
</form>
<script src="${REASON_BAR_SCRIPT_PATH}"></script>
`

export const REASON_BAR_SCRIPT = `{
  const bar = document.getElementById('reason-bar')
  const said = bar.querySelector('output')
  const field = bar.querySelector('input')
  let forgetting
  const show = ({ reason, secondsLeft }) => {
    clearTimeout(forgetting)
    bar.classList.toggle('needed', reason === null)
    if (reason === null) {
      said.textContent = 'Every change here is recorded with a reason.'
      return
    }
    // By the clock that the operator looks at, whatever ours says.
    const ends = new Date(Date.now() + secondsLeft * 1000)
    said.textContent = 'Recorded with each change, until ' + ends.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) + ': ' + reason
    forgetting = setTimeout(() => show({ reason: null }), secondsLeft * 1000)
  }
  const ask = async (options) => {
    try {
      const response = await fetch('/api/board-reason', options)
      const body = await response.json()
      if (response.ok) show(body)
      else said.textContent = body.errors?.[0]?.message ? 'The reason ' + body.errors[0].message : body.detail
      return response.ok
    } catch {
      said.textContent = 'The console does not answer. Try again.'
      return false
    }
  }
  bar.addEventListener('submit', async (event) => {
    event.preventDefault()
    const body = JSON.stringify({ reason: field.value })
    if (await ask({ method: 'PUT', headers: { 'content-type': 'application/json' }, body })) field.value = ''
  })
  ask()
}
`

export const REASON_BAR_STYLES = `
body { padding-bottom: 4.5rem }
@media (max-width: 768px) { body { padding-bottom: 12rem } }
#reason-bar {
  position: fixed; inset: auto 0 0 var(--menu-width, 0); z-index: 98; display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; padding: 0.6rem 1rem;
  font: 0.875rem/1.4 var(--font-sans, system-ui, sans-serif); color: var(--foreground); background: var(--card); border-top: 1px solid var(--border);
}
#reason-bar.needed { border-top: 3px solid var(--status-waiting, #d97706) }
#reason-bar output { flex: 1 1 16rem; overflow-wrap: anywhere }
#reason-bar label { flex: 1 1 24rem; display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; align-items: center }
#reason-bar input {
  flex: 1 1 10rem; min-height: 2.25rem; padding: 0 0.6rem; font: inherit; color: inherit; background: var(--background);
  border: 1px solid var(--muted-foreground); border-radius: 0.375rem;
}
#reason-bar button {
  min-height: 2.25rem; padding: 0 0.9rem; font: inherit; font-weight: 600; cursor: pointer; border: 0; border-radius: 0.375rem;
  color: var(--primary-foreground); background: var(--primary);
}
#reason-bar :is(input, button):focus-visible { outline: 2px solid var(--primary); outline-offset: 2px }
`
