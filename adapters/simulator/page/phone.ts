/** One phone: its head, its chat, its box to write in, and the wires between them and the server. */
import type { Post } from '../wire.ts'
import { type Composer, createComposer, type Draft } from './composer.ts'
import { element } from './element.ts'
import { openFeed } from './feed.ts'
import { face, icon } from './icons.ts'
import { type ShownLine, textOf } from './line.ts'
import { createLog } from './log.ts'
import type { MenuItem } from './menu.ts'
import { createSender, deliverAgain } from './sender.ts'
import { newId, type PhoneSettings } from './session.ts'
import { t, type WordKey } from './words.ts'

/** A tap, or a sentence the page suggests: meant for the bot, and nothing else about it. */
const plainDraft = { file: null, quotes: null, forwarded: 'no', addressed: true } as const
/** How long, in ms, the bot seems to type after a turn that has not answered yet. */
const afterTurnMs = 1500

export interface Phone {
  readonly root: HTMLElement
  say(text: string): void
  readonly composer: Composer
  close(): void
}

export function createPhone(
  settings: PhoneSettings,
  kit: Readonly<{
    index: number
    chat: string
    group: string | null
    nameOf: (person: string) => string
    openSettings: () => void
  }>,
): Phone {
  const { costume, person } = settings
  let epoch: string | null = null
  let typingUntil = 0
  let timer = 0

  const status = element('span', { class: 'status' })
  const composer = createComposer({ id: `box-${kit.index}`, inGroup: settings.inGroup, send })
  const log = createLog(
    {
      costume,
      me: person,
      inGroup: settings.inGroup,
      nameOf: kit.nameOf,
      press,
      pick: (number) => say(number),
      actions,
    },
    emptyChat(say),
  )
  const sender = createSender({
    onDelayed: (post) => setLocal(post, { state: 'retrying' }),
    onRefused: (post, why) => setLocal(post, { state: 'refused', why }),
  })
  const feed = openFeed({ costume, chat: kit.chat }, { onLine: heard, onReady: ready, onLost: lost })
  const title = settings.inGroup ? t('group') : t('bot')
  const root = element(
    'section',
    {
      class: `phone ${costume === 'telegram' ? 'telegram' : 'whatsapp'}`,
      'aria-label': t('phone', { name: settings.name }),
      'data-costume': costume,
    },
    element(
      'header',
      { class: 'phone-head' },
      face(),
      element('div', { class: 'who' }, element('h2', {}, title), status),
      element(
        'button',
        {
          type: 'button',
          class: 'settings-button',
          'aria-label': `${t('settings')}: ${t(`costume.${costume}`)}`,
          onclick: kit.openSettings,
        },
        icon('settings'),
        t(`costume.${costume}`),
      ),
    ),
    log.root,
    composer.root,
  )
  root.addEventListener('dragover', (event) => event.preventDefault())
  root.addEventListener('drop', drop)
  root.addEventListener('keydown', ({ key }) => key === 'Escape' && composer.focus())
  showStatus()

  function heard(line: ShownLine): void {
    log.put(line)
    if (line.by === 'bot') typingUntil = 0
    if (line.by === 'person' && line.state === 'heard') {
      sender.settled(line.post)
      const answered = log.lines().some((other) => other.by === 'bot' && other.order > line.order)
      if (epoch !== null && !answered) typingUntil = Date.now() + afterTurnMs
    }
    showStatus()
  }

  function ready(name: string): void {
    root.classList.remove('lost')
    log.live()
    if (epoch !== null && epoch !== name) sender.resend()
    epoch = name
    showStatus()
  }

  function lost(): void {
    root.classList.add('lost')
    showStatus()
  }

  function setLocal(post: string, change: Readonly<{ state: 'retrying' | 'refused'; why?: string }>): void {
    for (const line of log.lines()) {
      if (line.by === 'person' && line.post === post && line.state !== 'heard')
        log.put({ ...line, ...change })
    }
  }

  function showStatus(): void {
    clearTimeout(timer)
    const turning = log.lines().some((line) => line.by === 'person' && line.state === 'hearing')
    const left = typingUntil - Date.now()
    const typing = turning || left > 0
    if (typing && !turning) timer = setTimeout(showStatus, left)
    log.typing(typing)
    const away = root.classList.contains('lost')
    const word: WordKey = away ? 'status.lost' : 'status.typing'
    status.textContent = away || typing ? t(word) : t('as', { name: settings.name })
  }

  function send({ said, file, quotes, forwarded, addressed }: Draft): void {
    const post: Post = {
      id: newId(),
      costume,
      person,
      group: kit.group,
      hint: settings.hint,
      forwarded,
      addressed,
      quotes,
      said,
    }
    log.put(localLine(post, file))
    sender.send({ post, file })
  }

  function say(text: string): void {
    send({ ...plainDraft, said: { kind: 'text', text } })
  }

  function press({ token, label }: Readonly<{ token: string; label: string }>): void {
    send({ ...plainDraft, said: { kind: 'press', token, label } })
  }

  function actions(line: ShownLine): readonly MenuItem[] {
    const text = textOf(line)
    const name = line.by === 'bot' ? t('bot') : kit.nameOf(line.person)
    const mine = line.by === 'person' && line.person === person && line.state === 'heard'
    const again = (): void => void deliverAgain({ costume, chat: kit.chat, line: line.id })
    // Browsers keep the clipboard from a page that was opened by an address of the local network.
    const copy: MenuItem | null =
      'clipboard' in navigator
        ? { label: t('copy'), icon: 'copy', act: () => void navigator.clipboard.writeText(text) }
        : null
    return [
      { label: t('reply'), icon: 'reply', act: () => composer.reply({ id: line.id, text, name }) },
      ...(copy === null ? [] : [copy]),
      { label: t('forward'), icon: 'forward', act: () => composer.write(text, 'once') },
      ...(mine ? [{ label: t('again'), icon: 'again', act: again } as const] : []),
    ]
  }

  function drop(event: Event): void {
    const [file] = event instanceof DragEvent ? (event.dataTransfer?.files ?? []) : []
    if (file === undefined) return
    event.preventDefault()
    composer.attach(file)
  }

  return {
    root,
    say,
    composer,
    close() {
      clearTimeout(timer)
      feed.close()
      sender.close()
    },
  }
}

/** What the page shows until the server says it has the line. */
function localLine(post: Post, file: File | null): ShownLine {
  const attached =
    file === null
      ? null
      : ({
          url: URL.createObjectURL(file),
          type: file.type.startsWith('image/') ? 'image' : file.type.startsWith('audio/') ? 'audio' : 'file',
          name: file.name,
          bytes: file.size,
        } as const)
  return {
    by: 'person',
    id: post.id,
    post: post.id,
    order: Number.MAX_SAFE_INTEGER,
    at: new Date().toISOString(),
    person: post.person,
    state: 'sending',
    deliveries: 1,
    forwarded: post.forwarded,
    addressed: post.addressed,
    quotes: post.quotes,
    said: post.said,
    attached,
  }
}

function emptyChat(say: (text: string) => void): HTMLElement {
  const suggest = (label: string, text: string): HTMLElement =>
    element('button', { type: 'button', class: 'suggestion', onclick: () => say(text) }, label)
  return element(
    'div',
    { class: 'empty' },
    face(),
    element('h3', {}, t('empty.title')),
    element('p', {}, t('empty.text')),
    suggest(t('empty.start'), '/start'),
    suggest(t('try.listed.text'), t('try.listed.text')),
    suggest(t('try.noname.text'), t('try.noname.text')),
  )
}
