import type { Malformed } from './malformed.ts'

const links = '/v1/partners/p1/portal-sessions'

/** Links into the partner’s page, its sessions and the page itself. */
export const portal: Malformed[] = [
  [
    'a link into the page of a partner nobody knows',
    'POST',
    '/v1/partners/zz/portal-sessions',
    {},
    {},
    404,
    'partner_not_found',
  ],
  ['a link for an id with a space', 'POST', '/v1/partners/a%20b/portal-sessions', {}, {}, 400, 'malformed_request'],
  ['a link with a lifetime of one’s own', 'POST', links, { expiresAt: '2027-01-01' }, {}, 400, 'malformed_request'],
  ['a link with a list for a body', 'POST', links, [], {}, 400, 'malformed_request'],
  [
    'a link with a form',
    'POST',
    links,
    'a=b',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'unsupported_media_type',
  ],
  ['a list of links', 'GET', links, undefined, {}, 405, 'method_not_allowed'],
  ['a session’s own route, by a token', 'GET', '/v1/portal-session', undefined, {}, 401, 'unauthorized'],
  ['a session’s end, by a token', 'DELETE', '/v1/portal-session', undefined, {}, 401, 'unauthorized'],
  ['a session that is made by hand', 'POST', '/v1/portal-session', {}, {}, 405, 'method_not_allowed'],
  ['a link that is followed by POST', 'POST', '/portal/enter/x', {}, {}, 405, 'method_not_allowed'],
  ['a page that is written to', 'PUT', '/portal/gradient', {}, {}, 405, 'method_not_allowed'],
]
