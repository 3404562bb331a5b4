import type { Answer } from './client.ts'

// What the console answers, by the names that the pages use for it.
export type Session = Answer<'get', '/api/session'>

export type Overview = Answer<'get', '/api/overview'>
export type CurrentRun = NonNullable<Overview['run']>
export type TroubledPartner = Overview['troubledPartners'][number]
export type Health = Overview['health'][number]
export type Pause = Overview['pauses'][number]
export type PauseScope = Pause['scope']

export type Run = Answer<'get', '/api/runs/{runId}'>
export type Outcomes = Run['outcomes']
export type Outcome = keyof Outcomes
export type RunPartner = Answer<'get', '/api/runs/{runId}/partners'>['data'][number]
export type PushRow = Answer<'get', '/api/runs/{runId}/pushes'>['data'][number]
export type Push = Answer<'get', '/api/pushes/{pushId}'>
export type Attempt = Push['attemptList'][number]

export type FailureGroup = Answer<'get', '/api/failures'>['groups'][number]

export type Retry = Answer<'get', '/api/retries/{retryId}'>
export type RetryScope = Retry['scope']
export type RetryPreview = Answer<'post', '/api/retries/preview'>

export type Action = Answer<'get', '/api/audit'>['data'][number]

export type Found = Answer<'get', '/api/search'>
export type Story = Answer<'get', '/api/story'>
export type StoryEvent = Story['events'][number]
