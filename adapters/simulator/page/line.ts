/** One line of the chat as elements: a bubble, what can be tapped under it, and how far it has come. */
import type { Button } from '#engine'
import type { Attached, BotLine, Costume, PersonLine, Said } from '../wire.ts'
import { type Child, element, iconButton } from './element.ts'
import { icon } from './icons.ts'
import { lettersOf, showMarkup } from './markup.ts'
import { attachMenu, type MenuItem } from './menu.ts'
import { language, t } from './words.ts'

/** Not yet with the server, or never taken by it: known to this page alone. */
export type LocalState = 'sending' | 'refused'
export type ShownLine =
  | BotLine
  | (Omit<PersonLine, 'state'> & { readonly state: PersonLine['state'] | LocalState; readonly why?: string })

export interface LineKit {
  readonly costume: Costume
  readonly me: string
  readonly inGroup: boolean
  readonly nameOf: (person: string) => string
  readonly find: (id: string) => ShownLine | null
  readonly press: (button: Readonly<{ token: string; label: string }>) => void
  readonly pick: (number: string) => void
  /** What can be done with a line, as it is by then. */
  readonly actions: (line: ShownLine) => readonly MenuItem[]
}

/** One line, by one name while it travels: a person's line is known by its post before the server has it. */
export function keyOf(line: ShownLine): string {
  return line.by === 'bot' ? line.id : line.post
}

/** What the line says, as letters. */
export function textOf(line: ShownLine): string {
  if (line.by === 'bot') return lettersOf(line.text)
  const { said } = line
  switch (said.kind) {
    case 'text':
      return said.text
    case 'press':
      return said.label
    case 'media':
      return said.caption || t(`media.${line.attached?.type ?? 'file'}`)
    case 'card':
      return [said.name, ...said.phones].join('\n').trim()
    case 'place':
      return `${said.name}\n${said.latitude}, ${said.longitude}`.trim()
    case 'membership':
      return t(`member.${said.change}`)
    case 'other':
      return what(said.what)
  }
}

export function showLine(line: ShownLine, kit: LineKit): HTMLLIElement {
  const mine = line.by === 'person' && line.person === kit.me
  const item = element('li', { class: `line ${mine ? 'mine' : 'theirs'} by-${line.by}`, tabindex: -1 })
  if (line.by === 'person' && line.said.kind === 'membership') {
    item.classList.add('notice')
    item.append(element('p', {}, textOf(line)))
    return item
  }
  if (line.by === 'person' && line.said.kind === 'press') item.classList.add('tapped')
  item.append(bubble(line, kit, mine))
  if (line.by === 'bot' && line.buttons.length > 0) item.append(choices(line, kit))
  return item
}

/** Only how far a line has come can change; the rest stays, so that nothing is read out twice. */
export function updateLine(item: HTMLElement, line: ShownLine): void {
  if (line.by !== 'person') return
  const shown = item.querySelector('.state')
  const fresh = state(line)
  if (shown !== null && shown.getAttribute('data-state') !== fresh.getAttribute('data-state'))
    shown.replaceWith(fresh)
}

function bubble(line: ShownLine, kit: LineKit, mine: boolean): HTMLElement {
  const author = line.by === 'bot' ? t('bot') : mine ? t('you') : kit.nameOf(line.person)
  // In a group it matters who speaks; in private the side says it.
  const named = kit.inGroup && !mine
  return element(
    'div',
    { class: 'bubble' },
    element('span', { class: named ? 'author' : 'author unseen' }, named ? author : `${author}: `),
    ...(line.by === 'bot' ? botBody(line, kit) : personBody(line, kit)),
    element(
      'span',
      { class: 'meta' },
      element('time', { datetime: line.at }, clock(line.at)),
      line.by === 'person' ? state(line) : null,
    ),
    more(line, kit),
  )
}

function botBody(line: BotLine, kit: LineKit): readonly Child[] {
  const pick = line.buttons.length === 0 ? kit.pick : null
  return [line.image === null ? null : picture(line.image), ...showMarkup(line.text, pick)]
}

function personBody(line: Exclude<ShownLine, BotLine>, kit: LineKit): readonly Child[] {
  const quoted = line.quotes === null ? null : kit.find(line.quotes)
  return [
    line.forwarded === 'no' ? null : forwardedMark(line.forwarded),
    quoted === null ? null : element('blockquote', { dir: 'auto' }, textOf(quoted)),
    hint(line.said),
    line.attached === null ? null : picture(line.attached),
    line.said.kind === 'media' && line.said.caption === ''
      ? null
      : element('p', { dir: 'auto' }, textOf(line)),
  ]
}

/** What it is, where its letters alone do not say so. */
function hint({ kind }: Said): HTMLElement | null {
  switch (kind) {
    case 'press':
      return element('span', { class: 'hint' }, icon('tap'), `${t('tapped')} `)
    case 'card':
      return element('span', { class: 'hint' }, icon('person'), `${t('attach.card')} `)
    case 'place':
      return element('span', { class: 'hint' }, icon('location'), `${t('attach.place')} `)
    case 'other':
      return element('span', { class: 'hint' }, icon('sticker'))
    default:
      return null
  }
}

function forwardedMark(forwarded: 'once' | 'often'): HTMLElement {
  return element(
    'span',
    { class: 'forwarded' },
    icon(forwarded === 'often' ? 'often' : 'forward'),
    t(`forwarded.${forwarded}`),
  )
}

function picture(file: Attached): HTMLElement {
  if (file.url === null) return element('p', { class: 'gone' }, t('gone'))
  const link = { href: file.url, target: '_blank', rel: 'noopener noreferrer' }
  if (file.type === 'image')
    return element(
      'a',
      { ...link, class: 'picture' },
      element('img', { src: file.url, alt: file.name || t('media.image') }),
    )
  return element(
    'a',
    { ...link, class: 'file' },
    icon(file.type === 'audio' ? 'voice' : 'file'),
    element('span', {}, file.name || t(`media.${file.type}`)),
    element('small', {}, size(file.bytes ?? 0)),
  )
}

/** Telegram and up to three of WhatsApp Cloud: buttons. More of them on WhatsApp Cloud: a list that is opened first. */
function choices(line: BotLine, kit: LineKit): HTMLElement {
  const rows = line.buttons.map((button) => choice(button, kit))
  if (kit.costume !== 'whatsapp-cloud' || rows.length <= 3)
    return element('div', { class: 'choices' }, ...rows)
  const list = element('div', { class: 'choices', hidden: true }, ...rows)
  const opener = element(
    'button',
    { type: 'button', class: 'choice', 'aria-expanded': 'false' },
    icon('list'),
    t('choose'),
  )
  opener.addEventListener('click', () => {
    list.hidden = !list.hidden
    opener.setAttribute('aria-expanded', String(!list.hidden))
  })
  return element('div', { class: 'choices-list' }, element('div', { class: 'choices' }, opener), list)
}

function choice(button: Button, kit: LineKit): HTMLElement {
  if ('url' in button) {
    return element(
      'a',
      { class: 'choice', href: button.url, target: '_blank', rel: 'noopener noreferrer' },
      button.label,
      icon('open'),
    )
  }
  return element(
    'button',
    { type: 'button', class: 'choice', onclick: () => kit.press(button) },
    button.label,
  )
}

function state(line: Exclude<ShownLine, BotLine>): HTMLElement {
  const { state: at } = line
  const words = at === 'refused' ? t('state.refused', { why: line.why ?? '' }) : t(`state.${at}`)
  const troubled = at === 'retrying' || at === 'refused'
  const again = line.deliveries > 1 ? ` · ${t('again.count', { count: String(line.deliveries) })}` : ''
  return element(
    'span',
    { class: troubled ? 'state troubled' : 'state', 'data-state': `${at} ${line.deliveries}`, title: words },
    icon(troubled ? 'alert' : at === 'heard' ? 'check' : 'clock'),
    element('span', { class: troubled ? '' : 'unseen' }, words),
    again,
  )
}

function more(line: ShownLine, kit: LineKit): HTMLElement {
  const host = element('span', { class: 'more' })
  const button = iconButton(icon('more'), t('actions'), { class: 'plain', tabindex: -1 })
  attachMenu(button, host, () => kit.actions(line))
  host.append(button)
  return host
}

function what(kind: string): string {
  return t(kind === 'sticker' ? 'what.sticker' : 'what.other')
}

function clock(at: string): string {
  return new Date(at).toLocaleTimeString(language(), { hour: '2-digit', minute: '2-digit', hour12: false })
}

/** Kilobytes and megabytes as phones count them. */
export function size(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} KB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}
