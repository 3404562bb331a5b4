import { vendorName } from '../page-facts.ts'

/** English. Plain words of the glossary (docs/design.md); functions where a number or a name stands in the sentence. */
export const en = {
  common: {
    loading: 'Loading',
    cancel: 'Cancel',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
  },
  layout: {
    skip: 'Skip to the page',
    pages: 'Pages',
    light: 'Light page',
    dark: 'Dark page',
    leave: 'Sign out',
  },
  session: {
    overTitle: 'You are not signed in',
    over: `Open this page from ${vendorName}: sign in there, go to your integrations, and choose Gradient. For your safety a sign-in here lasts eight hours.`,
  },
  entry: {
    title: {
      used: 'This link was used already',
      expired: 'This link has expired',
      unknown: 'This link does not work',
    },
    text: {
      used: 'Each link opens this page once. If it was you who used it, the page may still be open in another tab.',
      expired: 'A link opens this page within five minutes of being made, and this one is older.',
      unknown: 'It is not complete, or it was never made by us.',
    },
    next: `Go back to ${vendorName} and open the page from there again: that makes a new link.`,
  },
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
  integrations: {
    title: 'Partner Integrations',
    about: `Connect ${vendorName} with the tools that your business runs on.`,
    open: (name: string) => `Open ${name}`,
  },
  connect: {
    title: 'Connect Gradient',
    about: `Every month, ${vendorName} sends Gradient the number of billable users of each of your companies. Nobody retypes it into your PSA any more.`,
    does: [
      {
        title: 'Companies become accounts',
        text: 'Each of your companies appears in Gradient as an account, and so does every new one.',
      },
      {
        title: 'Numbers follow on the 1st',
        text: 'Each month’s billable users are sent once the month is over. Corrections follow by themselves.',
      },
      {
        title: 'You map once',
        text: 'In Gradient you say which client of your PSA each account is. Equal names are mapped for you.',
      },
    ],
    shared: {
      title: 'This is all that Gradient will see',
      about: 'For each company its name, its id, and one number a month. Here are yours, as they stand now.',
      caption: (period: string) => `Billable users in ${period}, so far`,
      name: 'Company',
      id: 'Id',
      count: 'Users',
      noCount: 'None reported yet',
      empty: `${vendorName} has no companies of yours yet. You can connect all the same: each one appears in Gradient once it is there.`,
      more: (shown: string, total: string) => `Show more (${shown} of ${total})`,
      all: (total: string) => `All ${total} companies are shown.`,
    },
    never: {
      title: 'Never shared',
      about: `Nothing about any person leaves ${vendorName}.`,
      things: [
        'Names and email addresses of people',
        'Training results, simulated phishing and who clicked',
        'Your prices, invoices and contracts',
        'Sign-ins and passwords',
      ],
    },
    key: {
      title: 'Connect with your key',
      about: 'The key comes from Gradient, which shows it to you once.',
      label: 'Partner API Key',
      hint: 'Paste the whole key.',
      reveal: 'Show the key',
      cover: 'Hide the key',
      kept: 'It is kept encrypted. From then on only its last four characters are ever shown.',
    },
    find: {
      title: 'Where do I find the key?',
      steps: [
        'Sign in to Gradient and open its list of integrations.',
        `Choose ${vendorName} and press Connect.`,
        'Copy the Partner API Key that is shown, and leave that window open.',
        'Paste the key here.',
      ],
    },
    connect: 'Connect',
    checking: 'Checking with Gradient…',
    checkingNote: 'We are asking Gradient whose key this is. That takes a few seconds.',
    checkingSlow:
      'Gradient takes longer than usual. We are still waiting for its answer; nothing is kept until it comes.',
    flaw: {
      missing: 'Paste your Partner API Key first.',
      too_short: 'That is too short to be a whole key. Copy it again, from its first to its last character.',
      too_long: 'That is too long to be a key. Copy only the key.',
      odd_characters: 'There are characters in it that no key has. Copy the key itself, without the text around it.',
    },
    problem: {
      rejected: {
        title: 'Gradient does not accept this key',
        text: `Nothing was kept. Check in Gradient that the key was made for ${vendorName}, and that you copied all of it. If you no longer have it, make a new one there and paste that.`,
      },
      other_organization: { title: 'This key is for another organization', text: '' },
      gradient_away: {
        title: 'Gradient gives no answer at the moment',
        text: 'So the key could not be checked, and nothing was kept or changed. It is still in the field: try again in a minute.',
      },
      paused: {
        title: 'Keys cannot be checked right now',
        text: `${vendorName} has paused all calls to Gradient. Nothing was kept or changed, and the key itself may well be in order. Try again later.`,
      },
      too_often: {
        title: 'That was tried too often',
        text: 'Nothing was kept or changed. The key is still in the field: wait a minute, then try again.',
      },
      session_over: {
        title: 'Your sign-in here is over',
        text: `Nothing was kept or changed. Open this page from ${vendorName} again.`,
      },
      no_answer: {
        title: `${vendorName} did not answer`,
        text: 'So we cannot tell yet whether the key was accepted. If it was, this page shows it as soon as the connection is back. If not, try again: doing it twice does no harm.',
      },
      failed: {
        title: 'The key could not be checked',
        text: `Something failed at ${vendorName}. The key is still in the field: try again in a minute, and tell ${vendorName}’s support if it goes on.`,
      },
    },
    setup: {
      title: 'Next steps',
      about: 'The list ticks itself as things get done.',
      progress: (done: number, total: number) => `${done} of ${total} steps done`,
      done: 'Done: ',
      open: 'To do: ',
      steps: {
        key: 'Key accepted',
        companies: 'Your companies appear in Gradient',
        next: 'Press Next in Gradient',
        map: 'Map your accounts in Gradient',
        first_count: 'Gradient takes the first number',
      },
      keyOf: (organization: string) => `It belongs to ${organization}.`,
      noCompanies: `${vendorName} has no companies of yours yet. Each one appears in Gradient once it is there.`,
      present: (present: string, total: string) => `${present} of ${total} companies are there.`,
      someFailed: (failed: number) =>
        failed === 1 ? 'Gradient did not take 1: see why below.' : `Gradient did not take ${failed}: see why below.`,
      pressNext:
        'Go back to the window from which you copied the key: Next lights up there. We cannot see whether you pressed it; the first number that Gradient takes will show.',
      mapHow:
        'Say which client of your PSA each account is, and as which service it is billed. Equal names are mapped for you.',
      leftToMap: (unmapped: string) => `See what is left to map (${unmapped})`,
      firstRun: (moment: string) => `It is sent by itself on ${moment}. Gradient then turns active.`,
      sendNow: 'Send the last closed month now',
      allDone: 'All set',
      allDoneText: 'Gradient takes your numbers. From now on they are sent every month by themselves.',
    },
  },
  gradient: {
    title: 'Gradient',
    connectedTo: (organization: string) => `Connected to ${organization}`,
    state: {
      not_connected: 'Not connected',
      waiting_for_mapping: 'Waiting for mapping',
      active: 'Active',
      needs_key: 'Needs a new key',
    },
    card: {
      about: `Sends the billable users of each of your companies to Gradient every month, so that nobody has to retype them into your PSA.`,
      note: {
        not_connected: () => 'Takes a key from Gradient and a few minutes.',
        waiting_for_mapping: (to: { organization: string; nextRun: string }) =>
          `Connected to ${to.organization}. Map your companies in Gradient to finish.`,
        active: (to: { organization: string; nextRun: string }) =>
          `Connected to ${to.organization}. The next numbers go on ${to.nextRun}.`,
        needs_key: () => 'Gradient no longer accepts your key. Numbers wait until there is a new one.',
      },
      action: {
        not_connected: 'Connect Gradient',
        waiting_for_mapping: 'Open Gradient',
        active: 'Open Gradient',
        needs_key: 'Paste a new key',
      },
    },
    news: {
      connected: {
        title: (organization: string) => `Connected to ${organization}`,
        text: 'Gradient accepted the key. Your companies are on their way there; the steps below tell what comes next.',
      },
      keyReplaced: {
        title: () => 'The new key is in use',
        text: 'Gradient accepted it, and the old one was destroyed. What waited for it goes on by itself.',
      },
      disconnected: {
        title: () => 'Gradient is disconnected',
        text: 'The key was destroyed and nothing is sent any more. What was sent stays to be seen under Numbers.',
      },
    },
    paused: {
      title: 'Sending is paused',
      text: `${vendorName} has paused all calls to Gradient while something is looked into. Nothing is lost: what waits goes on by itself afterwards. Keys cannot be checked meanwhile.`,
    },
    needsKey: {
      title: 'Gradient no longer accepts your key',
      since: (moment: string) => `Since ${moment} nothing can be sent.`,
      meaning: 'No number is lost: they wait here, and follow by themselves once there is a new key.',
      reason: (reason: string) => `The reason given: ${reason}`,
      how: 'Make a new key in Gradient and paste it here. Your accounts and mappings there stay, unless you disconnected there: then connect again in Gradient first.',
    },
    facts: {
      title: 'Connection',
      status: 'Status',
      organization: 'Organization',
      since: 'Connected since',
      key: 'Partner API Key',
      keyEnds: (hint: string) => `Ends in ${hint}`,
    },
    numbers: {
      title: 'Numbers',
      all: 'See and send numbers',
      next: 'Sent next',
      yourTime: (city: string, moment: string) => `That is in ${city}; for you it is ${moment}.`,
      sends: (period: string) => `The numbers of ${period}.`,
      sendsWithKey: (period: string) => `The numbers of ${period}, if there is a new key by then.`,
      last: 'Sent last',
      noRun: 'Nothing yet',
      runSince: (moment: string) => `Being sent since ${moment}`,
      runDone: (moment: string) => `Done ${moment}`,
    },
    accounts: {
      title: 'Company accounts',
      about: `Each of your companies is an account in Gradient. New and renamed ones follow by themselves within seconds.`,
      none: `${vendorName} has no companies of yours yet. Each one appears in Gradient once it is there.`,
      state: { present: 'In Gradient', waiting: 'Waiting', failed: 'Failed', gone: 'Gone' },
      of: (some: string, all: string) => `${some} of ${all}`,
      gone: (gone: number) =>
        gone === 1
          ? '1 account was in Gradient and is not there any more. The next sync makes it again.'
          : `${gone} accounts were in Gradient and are not there any more. The next sync makes them again.`,
      failedTitle: (failed: number) =>
        failed === 1 ? '1 company was not taken by Gradient' : `${failed} companies were not taken by Gradient`,
      failedAbout: 'Each is tried again every hour, and whenever you sync.',
      noReason: 'Gradient gave no reason.',
      id: (id: string) => `Id ${id}`,
      more: 'Show more',
      allShown: 'All are shown.',
      needsKey: 'Accounts can be synced again once there is a new key.',
    },
    sync: {
      button: 'Sync Company Accounts',
      queued: 'Asked for; it begins in a moment.',
      paused: 'Asked for; it begins once sending is no longer paused.',
      again: (reason: string) => `The last try did not get through (${reason}). It is tried again by itself.`,
      comparing: 'Comparing your companies with the accounts in Gradient…',
      sendingNow: 'Sending companies to Gradient…',
      sending: (done: string, total: string) => `${done} of ${total}`,
      in_order: (moment: string | null) =>
        moment === null ? 'All accounts are in order.' : `All accounts are in order, as of ${moment}.`,
      some_refused: (refused: number) =>
        refused === 1
          ? 'Done, but Gradient did not take 1 company: see why below.'
          : `Done, but Gradient did not take ${refused} companies: see why below.`,
      failed: (reason: string | null) =>
        reason === null
          ? 'The last sync did not get through. Press the button to try again.'
          : `The last sync did not get through (${reason}). Press the button to try again.`,
      cancelled: 'The last sync was cancelled.',
    },
    replace: {
      open: 'Replace key',
      title: 'Replace the Partner API Key',
      about: 'Paste the new key. The one in use stays until Gradient has accepted the new one.',
      action: 'Check and use this key',
    },
    disconnect: {
      heading: 'Disconnect',
      about: 'Ends the connection for good. You will be asked first.',
      open: 'Disconnect Gradient',
      title: 'Disconnect Gradient?',
      cannotBeUndone: 'This cannot be undone.',
      keyIsLost: 'Your key is destroyed. To connect again you need a new one from Gradient.',
      waitingIsLost: (waiting: number) =>
        waiting === 0
          ? 'Numbers that wait to be sent are cancelled, and none is sent any more.'
          : waiting === 1
            ? '1 number that waits to be sent is cancelled, and none is sent any more.'
            : `${waiting} numbers that wait to be sent are cancelled, and none is sent any more.`,
      mappingIsLost:
        'If you disconnect in Gradient too, it deletes all accounts there, and your mapping work with them.',
      stays: 'What was sent so far stays to be seen here.',
      confirm: (name: string) => `To confirm, type the name of your company: ${name}`,
      keep: 'Keep the connection',
      action: 'Disconnect for good',
      busy: 'Disconnecting…',
      busyNote: 'No new call begins any more. We are waiting for those under way to end; this may take a minute.',
      noAnswer: `${vendorName} did not answer. If it has begun, it goes on without this page, which shows it as soon as the connection is back. If not, try again.`,
    },
  },
  numbers: {
    title: 'Numbers',
    titleOf: (month: string) => `Numbers of ${month}`,
    titleSoFar: (month: string) => `${month}, so far`,
    stale: (moment: string) => `These numbers are as of ${moment}: newer ones could not be had. We keep trying.`,
    notFetched: (moment: string) =>
      `What you asked for could not be had. What was shown before stays; it is as of ${moment}.`,
    month: {
      label: 'Month',
      thisMonth: 'so far',
      notSent: 'not sent',
      noNumbers: 'no numbers',
      sent: (held: string, all: string) => `${held} of ${all} sent`,
      earlier: (month: string) => `Earlier month: ${month}`,
      later: (month: string) => `Later month: ${month}`,
      noEarlier: 'There is no earlier month',
      noLater: 'There is no later month',
    },
    about: {
      loading: 'What would be sent to Gradient if the month ended now.',
      preview: (moment: string) =>
        `What would be sent to Gradient if the month ended now. It is sent by itself on ${moment}.`,
      previewNotConnected: 'What would be sent to Gradient if you were connected and the month ended now.',
      closed: 'The month closed last.',
      open: 'The month closed last. What comes in or is corrected now still follows by itself.',
      past: 'This month is over: what was sent last stands.',
    },
    closed: {
      title: (month: string) => `${month}, the month closed last`,
      notSent: 'Its numbers have not been sent to Gradient.',
      sent: (held: string, all: string) => `Gradient has ${held} of its ${all} numbers.`,
      open: (month: string) => `See ${month}`,
    },
    figures: {
      title: 'In all',
      users: 'Billable users',
      usersSoFar: 'Billable users so far',
      ofCompanies: (companies: string) => (companies === '1' ? 'of 1 company' : `of ${companies} companies`),
      inGradient: 'In Gradient',
      ofUsers: 'billable users taken',
      withUsage: 'Will be sent',
      noUsage: 'Nothing reported',
      notAsZero: 'never sent as 0',
      finalZeros: 'A last 0',
      archived: 'archived companies',
      companies: 'companies',
      toMap: 'To map',
      seeToMap: 'See which',
      mappedSince: (count: string) => `${count} mapped since`,
      trouble: 'Not taken',
      accounted: (companies: string) =>
        companies === '1' ? 'The 1 company is accounted for.' : `All ${companies} companies are accounted for.`,
      missing: (missing: number) =>
        missing === 1
          ? `1 company has no outcome. That is a fault of ours: please tell ${vendorName}’s support.`
          : `${missing} companies have no outcome. That is a fault of ours: please tell ${vendorName}’s support.`,
    },
    mail: {
      sent: (recipient: string, moment: string) => `Mailed to ${recipient} on ${moment}.`,
      waiting: 'The breakdown is about to be mailed.',
      bounced: (recipient: string) => `The breakdown could not be mailed: the address ${recipient} was refused.`,
      failed: 'The breakdown could not be mailed.',
      notSent: 'The breakdown was not mailed.',
      somebody: 'your address',
    },
    sending: {
      title: 'Sending',
      lastRun: (moment: string) => `Last billing run: ${moment}`,
      has: (held: string, all: string) => `Gradient has ${held} of ${all} numbers.`,
      hasAll: (all: string) => (all === '1' ? 'Gradient has the 1 number.' : `Gradient has all ${all} numbers.`),
      nothingToSend: 'Nothing was reported, so there is nothing to send.',
      notYet: 'Not sent to Gradient yet.',
      notYetHere: 'Not sent to Gradient yet since you connected anew.',
      never: 'Nothing was sent to Gradient for this month.',
      neverConnected: 'Nothing was sent to Gradient for this month, and you are not connected now.',
      connect: 'Connect Gradient',
      asked: 'One moment…',
      sendingNow: 'Sending to Gradient…',
      progress: (done: string, total: string) => `${done} of ${total}`,
      held: {
        needs_key: (left: string) => `${left} to be sent: waiting for a new key.`,
        sending_paused: (left: string) => `${left} to be sent: ${vendorName} has paused sending for now.`,
      },
      keyBad: 'Gradient no longer accepts your key, so nothing can be sent.',
      toKey: 'Paste a new key',
      left: {
        unmapped: (count: number) =>
          count === 1
            ? '1 company is still to be mapped in Gradient.'
            : `${count} companies are still to be mapped in Gradient.`,
        failed: (count: number) =>
          count === 1
            ? '1 number did not get through. It is tried again every hour.'
            : `${count} numbers did not get through. They are tried again every hour.`,
        refused: (count: number) =>
          count === 1
            ? `1 number was refused by Gradient. ${vendorName} looks into it.`
            : `${count} numbers were refused by Gradient. ${vendorName} looks into it.`,
        waiting: (count: number) => (count === 1 ? '1 number still waits.' : `${count} numbers still wait.`),
      },
      done: (month: string) => `${month} was sent`,
      doneNothing: 'Nothing new was taken',
      taken: (taken: string, all: string) => `Gradient took ${taken} of the ${all} numbers that were to be sent.`,
    },
    sendNow: {
      button: 'Send now',
      busy: 'Sending…',
      title: (month: string) => `Send ${month} now?`,
      titleNothing: (month: string) => `${month} is sent`,
      first: (companies: string) =>
        companies === '1'
          ? 'The number of 1 company is sent to Gradient, for the first time over this connection.'
          : `The numbers of ${companies} companies are sent to Gradient, for the first time over this connection.`,
      firstSum: (users: string) => `Together they are ${users} billable users.`,
      firstNone: 'Nothing was reported for this month, so no number is sent.',
      noUsageLeftOut: 'Companies for which nothing was reported are left out: a missing number is never sent as 0.',
      again: (total: number) => (total === 1 ? '1 number is sent once more:' : `${total} numbers are sent once more:`),
      unmapped: (count: number) =>
        count === 1 ? '1 whose company was not mapped' : `${count} whose companies were not mapped`,
      failed: (count: number) => (count === 1 ? '1 that did not get through' : `${count} that did not get through`),
      refused: (count: number) => (count === 1 ? '1 that Gradient refused' : `${count} that Gradient refused`),
      held: (count: number) =>
        count === 1
          ? 'Gradient has 1 number already. It is not sent again.'
          : `Gradient has ${count} numbers already. They are not sent again.`,
      noUsage: (count: number) =>
        count === 1
          ? 'For 1 company nothing was reported, so nothing is sent for it.'
          : `For ${count} companies nothing was reported, so nothing is sent for them.`,
      nothing: 'Gradient has every number that was reported. There is nothing to send.',
      underWay: (left: number) =>
        left === 1 ? '1 number is being sent already.' : `${left} numbers are being sent already.`,
      paused: `${vendorName} has paused sending for now: they wait, and go by themselves afterwards.`,
      byItself: 'What is reported, corrected or mapped later follows by itself.',
      action: 'Send now',
      cancel: 'Not now',
      failedTitle: 'It was not sent',
      noAnswer: `${vendorName} did not answer. If it has begun, it goes on without this page, which shows it as soon as the connection is back. Doing it twice does no harm.`,
    },
    chart: {
      title: 'Billable users by month',
      titleOf: (company: string) => `Billable users of ${company} by month`,
      about: (from: string, to: string) => `From ${from} to ${to}.`,
      users: 'Billable users',
      asTable: 'The same as a table',
      month: 'Month',
      companies: 'Companies',
      inGradient: 'In Gradient',
      soFar: 'so far',
      nothing: 'Nothing reported',
      none: 'Nothing was reported yet.',
      notSent: 'Not sent',
      newest: (months: number) => `The newest ${months} months are drawn; the table has all.`,
    },
    list: {
      title: 'Companies',
      search: 'Search by name or id',
      clearSearch: 'Clear the search',
      filter: 'Show',
      all: 'All',
      sortBy: 'Sort by',
      company: 'Company',
      users: 'Users',
      revision: 'Revision',
      outcome: 'Outcome',
      when: 'When',
      account: 'Account',
      reported: 'Reported',
      willBeSent: 'Would be sent',
      id: (id: string) => `Id ${id}`,
      noNumber: 'None',
      noMoment: '–',
      was: (before: string) => `was ${before}`,
      olderSent: (moment: string) => `An older number on ${moment}`,
      tried: (moment: string) => `Tried last on ${moment}`,
      range: (first: string, last: string) => `${first} to ${last}`,
      rangeOf: (first: string, last: string, total: string) => `${first} to ${last} of ${total}`,
      pages: 'Pages of the list',
      previous: 'Previous',
      next: 'Next',
      noHit: (search: string) => `No company has “${search}” in its name or id.`,
      noHitInOutcome: (search: string, outcome: string) =>
        `No company with “${search}” in its name or id is “${outcome}”.`,
      noneInOutcome: (outcome: string) => `No company is “${outcome}” at the moment.`,
      pageEmpty: 'There is nothing left on this page.',
      showAll: 'Show all companies',
      empty: `${vendorName} has no companies of yours yet.`,
      emptyPast: 'No company was billed for this month.',
      nothingKnown: 'Nothing was reported or sent for this month.',
    },
    outcome: {
      accepted: 'Sent',
      unmapped: 'To map',
      failed: 'Did not get through',
      refused: 'Refused',
      sending: 'Being sent',
      waiting: 'Waiting',
      no_usage: 'Nothing reported',
      cancelled: 'Cancelled',
      superseded: 'Not sent any more',
    },
    outcomeNote: {
      accepted: null,
      unmapped: 'Map it in Gradient; it follows by itself.',
      failed: 'Tried again every hour.',
      refused: `${vendorName} looks into it.`,
      sending: null,
      waiting: 'Goes by itself.',
      no_usage: 'Never sent as 0.',
      cancelled: 'Disconnected before it was sent.',
      superseded: 'A newer month took its place.',
    },
    waitingFor: {
      needs_key: 'Waits for a new key.',
      sending_paused: `${vendorName} has paused sending.`,
    },
    willBeSent: {
      usage: 'The number',
      final_zero: 'A last 0',
      no_usage: 'Nothing',
    },
    willBeSentNote: {
      usage: null,
      final_zero: 'It is archived: one 0 ends it.',
      no_usage: 'None reported yet; never sent as 0.',
    },
    account: {
      present: 'In Gradient',
      waiting: 'On its way to Gradient',
      failed: 'Not taken by Gradient',
      gone: 'Gone from Gradient',
      none: 'Not connected',
    },
    corrected: {
      reported_anew: (from: string, to: string, moment: string) =>
        `Corrected on ${moment}: ${vendorName} reported ${to} after Gradient had taken ${from}.`,
      came_back: (from: string, to: string, moment: string) =>
        `Came back on ${moment} with ${to}: it was archived, and Gradient had taken its last ${from}.`,
      notSent: 'Gradient still has the old number.',
    },
    company: {
      back: 'Close',
      loading: 'A company',
      state: (month: string) => `In ${month}`,
      history: (month: string) => `What happened in ${month}`,
      historyAbout: 'The newest first.',
      empty: 'Nothing was reported or sent yet.',
      notInMonth: 'No run of this month has known this company.',
      unknown: 'There is no company of this id.',
      archived: (moment: string) => `Archived on ${moment}.`,
      reported: (users: string) => `${vendorName} reported ${users}.`,
      reportedAnew: (users: string, before: string) => `${vendorName} reported ${users} in the place of ${before}.`,
      revision: (revision: string) => `Revision ${revision}`,
      aNumber: 'A number',
      repeated: (times: string, first: string) => `${times} times, first on ${first}`,
      former: 'Over an earlier connection.',
      said: (message: string) => `The answer: ${message}`,
      sent: {
        taken: (count: string) => `${count} sent, Gradient took it.`,
        takenAgain: (count: string) => `${count} sent once more, Gradient took it.`,
        unmapped: (count: string) => `${count} sent; Gradient answered that the company is not mapped yet.`,
        refused: (count: string) => `${count} sent, Gradient refused it.`,
        key_refused: (count: string) => `${count} sent; Gradient did not accept the key.`,
        disconnected_there: (count: string) => `${count} sent; Gradient answered that it is disconnected there.`,
        stopped: (count: string) => `${count} sent; Gradient refused all calls, and all sending was stopped.`,
        slow_down: (count: string) => `${count} sent; Gradient asked for fewer calls, so it was tried again.`,
        unavailable: (count: string) => `${count} sent; Gradient had trouble, so it was tried again.`,
        no_answer: (count: string) => `${count} sent; no answer came, so it was tried again.`,
        unreadable: (count: string) => `${count} sent; the answer could not be read, so it was tried again.`,
        unexpected: (count: string) => `${count} sent; the answer was not one that we know, so it was tried again.`,
      },
    },
    files: {
      csv: 'CSV',
      csvLabel: 'Download the list as CSV',
      csvChosenLabel: 'Download the shown companies as CSV',
      breakdown: 'Breakdown',
      breakdownLabel: 'Download the breakdown',
      busy: 'Fetching…',
      numbersName: (period: string) => `numbers-${period}.csv`,
      breakdownName: (period: string) => `breakdown-${period}.html`,
    },
  },
  mapping: {
    title: 'To map',
    pageTitle: 'To map in Gradient',
    about: 'Gradient takes a company’s number once you have said there which client of your PSA it is.',
    left: 'Left to map',
    since: (month: string) => `of the numbers of ${month}`,
    mappedSince: 'Mapped since',
    mappedSinceAbout: 'their numbers have followed',
    list: {
      title: 'Look for these names in Gradient',
      users: (users: string) => (users === '1' ? '1 billable user waits' : `${users} billable users wait`),
      noUsers: 'No number waits',
      asked: (moment: string) => `Not mapped since ${moment}`,
      named: (name: string) => `Here it is called ${name}; Gradient has not been told yet.`,
      noHit: (search: string) => `None of the companies that are to be mapped has “${search}” in its name or id.`,
    },
    copy: (name: string) => `Copy the name ${name}`,
    copied: (name: string) => `Copied: ${name}`,
    selected: 'It could not be copied, so the name is selected: press Ctrl+C, or ⌘C on a Mac.',
    cleared: (name: string, left: number) =>
      left === 0 ? `${name} is mapped. Nothing is left to map.` : `${name} is mapped. ${left} left.`,
    clearedMany: (count: number, left: number) =>
      left === 0
        ? `${count} companies are mapped. Nothing is left to map.`
        : `${count} companies are mapped. ${left} left.`,
    how: {
      title: 'How to map',
      steps: [
        'Sign in to Gradient and open the accounts of this integration.',
        'Look for the name, exactly as it is written here.',
        'Choose the client of your PSA that it is, and the service as which it is billed.',
        'Do nothing more: the number follows by itself within the hour, and the line goes from this list.',
      ],
      soonerBefore: 'Do not want to wait?',
      sooner: 'Send now',
    },
    none: {
      title: 'Nothing is left to map',
      text: (month: string) => `No number of ${month} waits for a mapping. What is new will show here.`,
      mappedSince: (count: string) =>
        count === '1' ? '1 company was mapped since.' : `${count} companies were mapped since.`,
    },
    beforeRun: {
      title: 'Nothing to map yet',
      text: (moment: string | null) =>
        moment === null
          ? 'Which companies are not mapped shows once numbers have been sent.'
          : `Which companies are not mapped shows once numbers have been sent. That happens by itself on ${moment}.`,
      now: 'Send the last closed month now',
    },
    notConnected: {
      title: 'Gradient is not connected',
      text: 'Once you are connected and the first numbers were sent, this page lists what is left to map.',
      connect: 'Connect Gradient',
    },
    needsKey: 'Gradient no longer accepts your key. What you map now follows once there is a new one.',
    needsKeyLink: 'Paste a new key',
  },
}
