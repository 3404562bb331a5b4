import { vendorName } from '../../page-facts.ts'

/** What stands in the place of a page, or of a part of it, that there is not. */
export const problems = {
  away: {
    title: 'We cannot be reached',
    text: `The page does not get an answer from ${vendorName} at the moment. Nothing is lost; we keep trying, and the page will show by itself.`,
    lostTitle: 'No live connection',
    lost: 'What you see may be out of date. We keep trying to reconnect; numbers are sent to Gradient whether or not this page is open.',
  },
  problem: {
    title: 'That did not work',
    again: 'Try again',
    away: `${vendorName} did not answer. Nothing was changed as far as we know; check your connection and try again.`,
    byCode: {
      unavailable: `${vendorName} cannot be reached at the moment. Nothing was changed; try again in a minute.`,
      internal_error: `Something failed at ${vendorName}. It may be tried again; if it goes on, tell ${vendorName}’s support.`,
      too_many_requests: 'That was asked too often. Wait a minute and try again.',
      not_connected: 'Gradient is not connected any more. The page shows it in a moment.',
      needs_key: 'Gradient no longer accepts your key. Paste a new one on the Gradient page first.',
      unauthorized: 'Your sign-in here is over. Open the page from the product again.',
      cross_site_request:
        'Your browser says that this came from another site, so it was refused. Reload the page and try again.',
    } as Record<string, string>,
  },
  notFound: {
    title: 'There is no such page',
    text: 'The address is wrong, or the page has moved.',
    back: 'Partner Integrations',
  },
}
