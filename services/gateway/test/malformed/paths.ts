import { json, type Malformed } from './malformed.ts'

/** Addresses that there are not, or that cannot be read. */
export const paths: Malformed[] = [
  ['no route', 'GET', '/nowhere', undefined, {}, 404, 'route_not_found'],
  ['no route under /v1', 'GET', '/v1/nowhere', undefined, {}, 404, 'route_not_found'],
  ['no route, with a broken body', 'POST', '/v1/nowhere', '{', json, 400, 'malformed_json'],
  ['a method that is not there', 'DELETE', '/v1/partners/p1', undefined, {}, 405, 'method_not_allowed'],
  ['a method that is not there, with a body', 'POST', '/v1/partners/p1', { name: 'x' }, {}, 405, 'method_not_allowed'],
  ['a path that is not percent-encoded', 'GET', '/v1/partners/%zz', undefined, {}, 400, 'malformed_request'],
  ['half of a UTF-8 character in the path', 'GET', '/v1/partners/%c3', undefined, {}, 400, 'malformed_request'],
  ['NUL in an id', 'PUT', '/v1/partners/a%00b', { name: 'x' }, {}, 400, 'malformed_request'],
  ['a space in an id', 'PUT', '/v1/partners/a%20b', { name: 'x' }, {}, 400, 'malformed_request'],
  ['a slash in an id', 'PUT', '/v1/partners/a%2fb', { name: 'x' }, {}, 400, 'malformed_request'],
  ['an id of 65 characters', 'PUT', `/v1/partners/${'a'.repeat(65)}`, { name: 'x' }, {}, 400, 'malformed_request'],
  ['an id of 2000 characters', 'PUT', `/v1/partners/${'a'.repeat(2000)}`, { name: 'x' }, {}, 400, 'malformed_request'],
  ['an id in another script', 'PUT', '/v1/partners/%D0%BF', { name: 'x' }, {}, 400, 'malformed_request'],
  ['a company id with a quote', 'PUT', `/v1/partners/p1/companies/c'1`, { name: 'x' }, {}, 400, 'malformed_request'],
  [
    'a company of a partner nobody knows',
    'PUT',
    '/v1/partners/zz/companies/c1',
    { name: 'x' },
    {},
    404,
    'partner_not_found',
  ],
  [
    'an archival for a partner nobody knows',
    'DELETE',
    '/v1/partners/zz/companies/c1',
    undefined,
    {},
    404,
    'partner_not_found',
  ],
]
