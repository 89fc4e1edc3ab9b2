/** Conversations that people have with officers: who waits, what was said, and an answer as the bot gives it. */
import type { Locale, Officers, ThreadId } from '#engine'
import type { Handled, Inbox, Thread } from '../../db/inbox.ts'
import type { Reviewers } from '../../db/reviewers.ts'
import { type Names, namesOf } from './cases.tsx'
import { ThreadMessages, ThreadRows, ThreadsView, ThreadView } from './inbox-view.tsx'
import type { Label } from './labels.ts'
import { type Answer, base, type Page, type SignedPage, type SignedVisit } from './page.ts'
import { messagePage } from './views.tsx'

/** A sentence that officers need often, in the language of whom they answer. */
export interface ReadyAnswer {
  readonly name: string
  readonly text: string
}

export interface InboxPages {
  readonly inbox: Inbox
  readonly reviewers: Pick<Reviewers, 'all'>
  readonly answers: Readonly<Record<Locale, readonly ReadyAnswer[]>>
  /** When officers are there; null: nobody is handed over to them. */
  readonly officers: Officers | null
}

export interface Threads {
  readonly threads: readonly Thread[]
  readonly names: Names
  readonly officers: Officers | null
}

const mostThreads = 200
/** Letters of an answer: what the tightest channel takes in one message. */
const longestAnswer = 3_500

export function inboxPages(kit: InboxPages): readonly Page[] {
  const { inbox, officers } = kit
  const list = async (): Promise<Threads> => {
    const [threads, names] = await Promise.all([inbox.list(mostThreads), namesOf(kit)])
    return { threads, names, officers }
  }
  return [
    {
      method: 'GET',
      path: '/inbox',
      need: 'inbox.answer',
      answer: async (visit) => ({
        kind: 'page',
        title: visit.t('inbox'),
        body: <ThreadsView visit={visit} {...(await list())} />,
      }),
    },
    {
      method: 'GET',
      path: '/inbox/rows',
      need: 'inbox.answer',
      byItself: true,
      answer: async (visit) => ({ kind: 'part', body: <ThreadRows visit={visit} {...(await list())} /> }),
    },
    { method: 'GET', path: '/inbox/:id', need: 'inbox.answer', answer: (visit) => show(visit, kit, null) },
    {
      method: 'GET',
      path: '/inbox/:id/messages',
      need: 'inbox.answer',
      byItself: true,
      async answer(visit) {
        const id = threadIn(visit)
        const messages = id === null ? null : await inbox.read(id)
        const names = await namesOf(kit)
        return {
          kind: 'part',
          body: <ThreadMessages visit={visit} messages={messages ?? []} names={names} />,
        }
      },
    },
    act('take', kit, (id, { who }) => inbox.take(id, who.id)),
    act('answer', kit, async (id, { who, form }) => {
      const text = (form['text'] ?? '').replaceAll('\r\n', '\n').trim().slice(0, longestAnswer)
      return text === '' ? 'answer_empty' : inbox.answer(id, { text, by: who.id })
    }),
    act('close', kit, (id, { who }) => inbox.close(id, who.id)),
  ]
}

function act(
  what: string,
  kit: InboxPages,
  does: (id: ThreadId, visit: SignedVisit) => Promise<Handled | Label>,
): SignedPage {
  return {
    method: 'POST',
    path: `/inbox/:id/${what}`,
    need: 'inbox.answer',
    async answer(visit) {
      const id = threadIn(visit)
      const done = id === null ? 'gone' : await does(id, visit)
      if (id === null || done === 'gone') return lost(visit)
      if (done === 'done')
        return { kind: 'go', to: what === 'close' ? `${base}/inbox` : `${base}/inbox/${id}` }
      return show(visit, kit, done === 'closed' ? 'thread_closed' : done)
    },
  }
}

function threadIn({ params }: SignedVisit): ThreadId | null {
  const id = params['id'] ?? ''
  return /^\d{1,18}$/.test(id) ? (id as ThreadId) : null
}

function lost(visit: SignedVisit): Answer {
  return { kind: 'page', title: visit.t('thread_lost'), body: messagePage(visit, 'thread_lost'), status: 404 }
}

async function show(visit: SignedVisit, kit: InboxPages, trouble: Label | null): Promise<Answer> {
  const id = threadIn(visit)
  const [thread, messages, names] = await Promise.all([
    id === null ? null : kit.inbox.find(id),
    id === null ? null : kit.inbox.read(id),
    namesOf(kit),
  ])
  if (thread === null || messages === null) return lost(visit)
  const body = (
    <ThreadView
      visit={visit}
      thread={thread}
      messages={messages}
      names={names}
      answers={kit.answers[thread.locale ?? 'id']}
      trouble={trouble === null ? null : visit.t(trouble)}
    />
  )
  return {
    kind: 'page',
    title: visit.t('thread_title', { number: thread.id }),
    body,
    status: trouble === null ? 200 : 409,
  }
}
