/** The page: one phone with a guide beside it, or two phones, drawn anew when their settings change. */
import type { Costume } from '../wire.ts'
import { element } from './element.ts'
import { face, icon } from './icons.ts'
import { createPhone, type Phone } from './phone.ts'
import { chatOf, loadSession, type PhoneSettings, type Session, saveSession } from './session.ts'
import { openSettings } from './settings.ts'
import { type Language, language, setLanguage, t } from './words.ts'

const answer = await fetch('costumes')
const offered = (await answer.json()) as readonly Costume[]
let session = loadSession(offered)
let phones: readonly Phone[] = []
draw()
// On a screen to be touched, the keyboard would cover the page before anybody has read it.
if (matchMedia('(hover: hover)').matches) phones[0]?.composer.focus()

function draw(): void {
  for (const phone of phones) phone.close()
  saveSession(session)
  document.documentElement.lang = language()
  const shown = session.two ? [0, 1] : [0]
  phones = shown.map((index) => makePhone(index))
  document.body.replaceChildren(
    element('a', { class: 'skip', href: '#box-0' }, t('skip')),
    topBar(),
    element(
      'main',
      { class: session.two ? 'stage two' : 'stage' },
      session.two ? null : guide(),
      ...phones.map(({ root }) => root),
    ),
  )
}

function change(next: Session): void {
  session = next
  draw()
}

function makePhone(index: number): Phone {
  const settings = session.phones[index] ?? session.phones[0]
  return createPhone(settings, {
    index,
    chat: chatOf(settings, session),
    group: settings.inGroup ? session.group : null,
    nameOf: (person) => session.phones.find((phone) => phone.person === person)?.name ?? t('someone'),
    openSettings: () =>
      openSettings(settings, {
        offered,
        changed: (phone) => {
          change({ ...session, phones: withPhone(index, phone) })
          phones[index]?.composer.focus()
        },
        setLanguage: chooseLanguage,
      }),
  })
}

function withPhone(index: number, phone: PhoneSettings): Session['phones'] {
  const [one, two] = session.phones
  return index === 0 ? [phone, two] : [one, phone]
}

function chooseLanguage(chosen: Language): void {
  setLanguage(chosen)
  draw()
}

function topBar(): HTMLElement {
  return element(
    'header',
    { class: 'top' },
    element('h1', {}, face(), 'Tanya Dulu', element('span', { class: 'tag' }, t('title'))),
    element(
      'button',
      {
        type: 'button',
        class: 'top-button wide-only',
        'aria-pressed': String(session.two),
        onclick: () => change({ ...session, two: !session.two }),
      },
      icon('phones'),
      t('second'),
    ),
    element(
      'div',
      { class: 'languages', role: 'group', 'aria-label': t('language') },
      languageButton('id', 'Indonesia'),
      languageButton('en', 'English'),
    ),
  )
}

function languageButton(which: Language, label: string): HTMLElement {
  return element(
    'button',
    {
      type: 'button',
      lang: which,
      'aria-pressed': String(language() === which),
      onclick: () => chooseLanguage(which),
    },
    label,
  )
}

/** What the page is for, and sentences to begin with. */
function guide(): HTMLElement {
  const attempt = (label: string, text: string): HTMLElement =>
    element(
      'li',
      {},
      element(
        'button',
        { type: 'button', onclick: () => phones[0]?.say(text) },
        element('strong', {}, label),
        element('span', {}, text),
      ),
    )
  return element(
    'aside',
    { class: 'guide' },
    element('h2', {}, t('guide.title')),
    element('p', {}, t('guide.text')),
    element('h3', {}, t('guide.try')),
    element(
      'ul',
      {},
      attempt(t('try.listed'), t('try.listed.text')),
      attempt(t('try.near'), t('try.near.text')),
      attempt(t('try.unknown'), t('try.unknown.text')),
      attempt(t('try.noname'), t('try.noname.text')),
      element(
        'li',
        {},
        element(
          'button',
          { type: 'button', onclick: () => phones[0]?.composer.write(t('ad.text'), 'often') },
          element('strong', {}, t('try.ad')),
          element('span', {}, t('ad.text')),
        ),
      ),
    ),
    element('h3', {}, t('guide.keys')),
    element('p', {}, t('guide.keys.text')),
  )
}
