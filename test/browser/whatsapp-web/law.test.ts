/** WhatsApp Web keeps the law of adapters: the real library, in a real browser, on the stand-in. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { adapterLaw } from '../../contract/adapter.ts'
import { fitted } from '../../kit/fit-for-test.ts'
import { ani, group, raw, samples } from './samples.ts'
import {
  address,
  openOn,
  type SharedBrowser,
  shareBrowser,
  until,
  type WhatsAppWebSubject,
} from './subject.ts'

let shared: SharedBrowser
const offences: string[] = []
beforeAll(async () => {
  shared = await shareBrowser()
  // Linked and ready once, by an adapter that only sends.
  const first = await openOn(shared)
  await until(
    async () =>
      (await first.adapter.send(first.chat, fitted({ text: 'Halo' }, first.adapter.abilities))).kind ===
      'sent',
  )
  await first.close()
})
afterAll(() => shared.close())

adapterLaw<WhatsAppWebSubject>({
  name: 'whatsapp web',
  async open() {
    const subject = await openOn(shared)
    return {
      ...subject,
      async close() {
        offences.push(...subject.site.offences)
        await subject.close()
      },
    }
  },
  samples,
  unheard: [
    { name: 'our own message', raw: raw({ fromMe: true, body: 'Halo' }) },
    { name: 'a status', raw: raw({ chat: 'status@broadcast', author: ani, body: 'x', isStatusV3: true }) },
    { name: 'a channel', raw: raw({ chat: '120363111@newsletter', body: 'x' }) },
    { name: 'a list of many receivers', raw: raw({ body: 'x', broadcast: true }) },
    { name: 'a call', raw: raw({ type: 'call_log' }) },
    { name: 'a new member', raw: raw({ chat: group, author: ani, type: 'gp2', subtype: 'add' }) },
    { name: 'a notice about encryption', raw: raw({ type: 'e2e_notification' }) },
    { name: 'a message taken back', raw: raw({ type: 'revoked' }) },
    { name: 'an announcement of pictures', raw: raw({ type: 'album' }) },
    { name: 'something not yet readable', raw: raw({ type: 'ciphertext' }) },
    { name: 'a group message from nobody', raw: raw({ chat: group, body: 'x' }) },
    { name: 'a message without a time', raw: raw({ body: 'x', t: null as never }) },
  ],
  unknown: [
    { name: 'a message of the future', raw: raw({ type: 'hologram', body: 'x' }) },
    { name: 'a picture without a path', raw: raw({ type: 'image' }) },
    { name: 'a text without words', raw: raw({}) },
    { name: 'a card that is none', raw: raw({ type: 'vcard', body: 'x' }) },
    { name: 'a place that is nowhere', raw: raw({ type: 'location', lat: 'x' }) },
  ],
  refusesAbove: { text: 65_536, caption: 65_536, buttons: null, label: null },
  failures: {
    throttled: { never: 'WhatsApp Web never says that it is too much; it blocks the account one day' },
    unreachable: [
      {
        name: 'WhatsApp does not say that it has it',
        async arrange({ site, chat }) {
          site.answerNext('keep')
          return chat
        },
      },
      {
        name: 'WhatsApp did not take it',
        async arrange({ site }) {
          site.answerNext('refuse')
          // Another chat than above: the same words to the same chat would go on waiting.
          return address('6281234567899')
        },
        says: { afterMs: 30_000 },
      },
    ],
    blocked: [
      {
        name: 'we were removed from the group',
        async arrange({ site }) {
          site.expel(group)
          return address(group)
        },
      },
    ],
    'no-such-chat': [
      {
        name: 'a number without WhatsApp',
        async arrange({ site }) {
          site.forget('628999999999@c.us')
          return address('628999999999')
        },
      },
      {
        name: 'a group that is not ours',
        async arrange({ site }) {
          site.forget('120363999@g.us')
          return address('120363999@g.us')
        },
      },
      { name: 'an address of the other way in', arrange: async () => address('ID.abc123') },
      { name: 'a channel', arrange: async () => address('120363111@newsletter') },
    ],
    'window-closed': { never: 'a phone may write at any time' },
    malformed: [{ name: 'an empty text', arrange: async ({ chat }) => chat }],
  },
})

it('did nothing in all this that a phone in its senses does not do', () => {
  expect(offences).toEqual([])
})
