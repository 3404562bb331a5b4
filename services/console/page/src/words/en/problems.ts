/** What stands in the place of a page, or of a part of it, that there is not. */
export const problems = {
  away: {
    title: 'The console cannot be reached',
    text: 'There is no answer at the moment. Billing does not need the console: what is due is sent all the same. We keep trying, and the page will show by itself.',
    lostTitle: 'No live connection',
    lost: 'What you see may be out of date. We keep trying to reconnect; work goes on whether or not this page is open.',
  },
  problem: {
    title: 'That did not work',
    again: 'Try again',
    away: 'The console did not answer. Whether it was done is not known: look before you try again. Doing it twice does no harm.',
    byCode: {
      sign_in_refused: 'The name or the password is wrong. Look at both again, capital letters too.',
      too_many_requests: 'That was tried too often. Wait some minutes, then try again.',
      unauthorized: 'Your sign-in is over. Sign in again.',
      forbidden: 'Only an operator may do this. You are a viewer: ask an operator.',
      cross_site_request:
        'Your browser says that this came from another site, so it was refused. Reload the page and try again.',
      no_role: 'The identity provider knows you, but gives you no role here. Ask whoever runs it.',
      identity_provider_failed:
        'The identity provider did not vouch for you. Try again, or sign in by name and password.',
      internal_error: 'Something failed in the console. Its log says what.',
      unavailable: 'Postgres or Redis does not answer the console at the moment. Nothing was changed; try again.',
      job_not_found: 'There is no job for it now: it is settled, or waits in Postgres.',
      partner_missing: 'Choose a partner first.',
      partner_not_found: 'There is no partner of this id.',
    } as Record<string, string>,
  },
  notFound: {
    title: 'There is nothing here',
    text: 'The address is wrong, or what stood here is not known.',
  },
}
