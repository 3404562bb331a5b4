// Before the first paint, so that a dark page does not flash white: the scheme that was chosen here, or the system's.
;(() => {
  const chosen = localStorage.getItem('console-color-scheme')
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
