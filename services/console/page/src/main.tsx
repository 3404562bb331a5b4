// Before everything else, so that what a part of the page says of its look comes later, and counts.
import './layout/styles.ts'

import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { pageFact } from './page-facts.ts'

// What Mantine's dialogs load writes a style element by itself; it takes the nonce from here (get-nonce).
Object.assign(window, { __webpack_nonce__: pageFact('csp-nonce') })

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
