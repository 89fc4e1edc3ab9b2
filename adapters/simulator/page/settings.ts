/** The dialog in which a phone changes its costume, its language, its place and its owner. */
import type { Costume } from '../wire.ts'
import { type Child, element, iconButton } from './element.ts'
import { icon } from './icons.ts'
import { type PhoneSettings, withNewPerson } from './session.ts'
import { type Language, language, t } from './words.ts'

const hints = ['id', 'en', 'jv', 'su'] as const
/** A language is named in itself, so that whoever needs it finds it. */
const languageNames: Readonly<Record<(typeof hints)[number], string>> = {
  id: 'Bahasa Indonesia',
  en: 'English',
  jv: 'Basa Jawa',
  su: 'Basa Sunda',
}

/** Opens over the page; `changed` is called once, when it closes, with what has become of the phone. */
export function openSettings(
  phone: PhoneSettings,
  kit: Readonly<{
    offered: readonly Costume[]
    changed: (phone: PhoneSettings) => void
    setLanguage: (chosen: Language) => void
  }>,
): void {
  let next = phone
  let chosen = language()
  const change = (part: Partial<PhoneSettings>): void => {
    next = { ...next, ...part }
  }
  const name = element('input', {
    id: 'setting-name',
    value: phone.name,
    maxlength: 30,
    autocomplete: 'off',
    'aria-describedby': 'setting-name-text',
    oninput: ({ target }) =>
      target instanceof HTMLInputElement && change({ name: target.value.trim() || phone.name }),
  })
  const hint = element(
    'select',
    {
      id: 'setting-hint',
      onchange: ({ target }) =>
        target instanceof HTMLSelectElement &&
        change({ hint: hints.find((each) => each === target.value) ?? null }),
    },
    element('option', { value: '', selected: phone.hint === null }, t('hint.none')),
    ...hints.map((each) =>
      element('option', { value: each, selected: phone.hint === each }, languageNames[each]),
    ),
  )
  const dialog = element(
    'dialog',
    { class: 'settings', 'aria-labelledby': 'settings-title', onclose: close },
    element(
      'form',
      { method: 'dialog' },
      element(
        'header',
        {},
        element('h2', { id: 'settings-title' }, t('settings')),
        iconButton(icon('close'), t('done'), { type: 'submit', class: 'plain' }),
      ),
      radios(t('costume'), {
        name: 'costume',
        options: kit.offered.map((each) => ({
          value: each,
          label: t(`costume.${each}`),
          text: t(`costume.${each}.text`),
        })),
        value: phone.costume,
        pick: (costume) => change({ costume }),
      }),
      radios(t('place'), {
        name: 'place',
        options: [
          { value: 'private', label: t('place.private'), text: null },
          { value: 'group', label: t('place.group'), text: null },
        ],
        value: phone.inGroup ? 'group' : 'private',
        pick: (place) => change({ inGroup: place === 'group' }),
      }),
      element(
        'div',
        { class: 'fields' },
        field({ id: 'setting-name', label: t('name'), text: t('name.text') }, name),
        field({ id: 'setting-hint', label: t('hint'), text: null }, hint),
      ),
      radios(t('language'), {
        name: 'language',
        options: [
          { value: 'id', label: languageNames.id, text: null },
          { value: 'en', label: languageNames.en, text: null },
        ],
        value: chosen,
        pick: (picked) => {
          chosen = picked
        },
      }),
      element(
        'footer',
        {},
        element(
          'button',
          { type: 'button', class: 'secondary', onclick: newPerson, title: t('new.text') },
          icon('person'),
          t('new'),
        ),
        element('button', { type: 'submit', class: 'primary' }, t('done')),
      ),
    ),
  )

  function newPerson(): void {
    next = withNewPerson(next)
    dialog.close()
  }

  function close(): void {
    dialog.remove()
    if (next !== phone) kit.changed(next)
    if (chosen !== language()) kit.setLanguage(chosen)
  }

  // A click beside the dialog lands on its backdrop, which is the dialog itself.
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close())
  document.body.append(dialog)
  dialog.showModal()
}

interface Option<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly text: string | null
}

function radios<Value extends string>(
  legend: string,
  group: Readonly<{
    name: string
    options: readonly Option<Value>[]
    value: NoInfer<Value>
    pick: (value: Value) => void
  }>,
): HTMLElement {
  const { name, options, value, pick } = group
  return element(
    'fieldset',
    {},
    element('legend', {}, legend),
    element(
      'div',
      { class: options.some(({ text }) => text !== null) ? 'cards tall' : 'cards' },
      ...options.map((option) =>
        element(
          'label',
          { class: 'card' },
          element('input', {
            type: 'radio',
            name,
            value: option.value,
            checked: option.value === value,
            onchange: () => pick(option.value),
          }),
          element('span', { class: 'card-label' }, option.label),
          option.text === null ? null : element('small', {}, option.text),
        ),
      ),
    ),
  )
}

function field(
  about: Readonly<{ id: string; label: string; text: string | null }>,
  control: Child,
): HTMLElement {
  return element(
    'div',
    { class: 'field' },
    element('label', { for: about.id }, about.label),
    control,
    about.text === null ? null : element('small', { id: `${about.id}-text` }, about.text),
  )
}
