/** The page: one phone with a guide beside it, or two phones, drawn anew when their settings change. */
import type { Costume } from '../wire.ts'
import { element } from './element.ts'
import { face, icon } from './icons.ts'
import { createPhone, type Phone } from './phone.ts'
import { chatOf, loadSession, type PhoneSettings, type Session, saveSession } from './session.ts'
import { openSettings } from './settings.ts'
import { type Language, language, setLanguage, t } from './words.ts'

const offered = await whatIsOffered()
let session = loadSession(offered)
let phones: readonly Phone[] = []
const stage = element('main', { class: 'stage' })
draw()
// On a screen to be touched, the keyboard would cover the page before anybody has read it.
if (matchMedia('(hover: hover)').matches) phones[0]?.composer.focus()

/** The costumes of the server, which may still be starting. */
async function whatIsOffered(): Promise<readonly Costume[]> {
  for (;;) {
    const answer = await fetch('costumes').catch(() => null)
    if (answer?.ok === true) return (await answer.json()) as readonly Costume[]
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

function draw(): void {
  for (const phone of phones) phone.close()
  document.documentElement.lang = language()
  phones = [makePhone(0)]
  document.body.replaceChildren(element('a', { class: 'skip', href: '#box-0' }, t('skip')), topBar(), stage)
  showStage()
}

/** The first phone stays as it is; beside it a second one, or the guide. */
function showStage(): void {
  saveSession(session)
  const [one, two] = phones
  if (one === undefined) return
  if (!session.two) two?.close()
  phones = session.two ? [one, two ?? makePhone(1)] : [one]
  stage.classList.toggle('two', session.two)
  const beside = session.two ? [] : [guide()]
  for (const other of [...stage.children]) if (other !== one.root) other.remove()
  if (one.root.parentNode === null) stage.append(one.root)
  one.root.before(...beside)
  one.root.after(...phones.slice(1).map(({ root }) => root))
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
        changed: (phone) => change(index, phone),
        setLanguage: chooseLanguage,
      }),
  })
}

/** The changed phone is made anew; the other one is left alone. */
function change(index: number, settings: PhoneSettings): void {
  session = { ...session, phones: withPhone(index, settings) }
  saveSession(session)
  const before = phones[index]
  const after = makePhone(index)
  phones = phones.map((phone, at) => (at === index ? after : phone))
  before?.close()
  before?.root.replaceWith(after.root)
  after.composer.focus()
}

function toggleTwo(event: Event): void {
  session = { ...session, two: !session.two }
  if (event.currentTarget instanceof HTMLElement) {
    event.currentTarget.setAttribute('aria-pressed', String(session.two))
  }
  showStage()
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
        onclick: toggleTwo,
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
