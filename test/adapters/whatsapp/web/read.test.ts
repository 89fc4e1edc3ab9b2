import { describe, expect, it } from 'vitest'
import type { ChannelName } from '#engine'
import { idOf, placeOf, serverOf } from '../../../../adapters/whatsapp/web/ids.ts'
import { type Reading, readMessage } from '../../../../adapters/whatsapp/web/read.ts'
import { readCard } from '../../../../adapters/whatsapp/web/vcard.ts'

const channel = 'whatsapp' as ChannelName
const reading: Reading = {
  channel,
  me: { phone: '6281100000001@c.us', lid: '99900000000001@lid' },
  people: {},
}
const key = (remote: unknown, participant?: string) => ({
  fromMe: false,
  remote,
  id: '3EB0A',
  _serialized: `false_${typeof remote === 'string' ? remote : 'x@c.us'}_3EB0A${participant ? `_${participant}` : ''}`,
})
const message = (fields: object = {}) => ({
  id: key('6281234567890@c.us'),
  t: 1_764_000_000,
  type: 'chat',
  body: 'halo',
  ...fields,
})

describe('reading a message', () => {
  it('falls over nothing', () => {
    const strange = [null, 7, 'x', [], {}, { id: 7 }, { id: {} }, message({ id: null }), message({ t: 'x' })]
    for (const each of strange) expect(readMessage(each, reading)).toBeNull()
    // Every field of every kind, one after another.
    for (const name of [
      'body',
      'type',
      'quotedMsg',
      'mentionedJidList',
      'author',
      'forwardingScore',
      'loc',
    ]) {
      for (const value of [null, 7, 'x', [], {}, [{}], true]) {
        expect(() => readMessage(message({ [name]: value }), reading)).not.toThrow()
      }
    }
  })

  it('takes ids as text and as objects, without the number of a device', () => {
    expect(idOf('6281234567890:7@c.us')).toBe('6281234567890@c.us')
    expect(idOf({ _serialized: '1@lid' })).toBe('1@lid')
    expect(idOf({ user: '1' })).toBeNull()
    expect(idOf(undefined)).toBeNull()
    const remote = { server: 'c.us', user: '6281234567890', _serialized: '6281234567890@c.us' }
    expect(readMessage(message({ id: key(remote) }), reading)?.person).toBe('6281234567890')
  })

  it('calls a person by their number, and tells the other id beside it', () => {
    const hidden = '111122223333444@lid'
    const known = { ...reading, people: { [hidden]: { phone: '6281234567891@c.us', lid: hidden } } }
    expect(readMessage(message({ id: key(hidden) }), known)).toMatchObject({
      from: { channel, chat: '6281234567891' },
      person: '6281234567891',
      alias: hidden,
    })
    expect(readMessage(message({ id: key(hidden) }), reading)).toMatchObject({ person: hidden, alias: null })
  })

  it('tells how often something was passed on, where the page counts', () => {
    const passed = (fields: object) => readMessage(message(fields), reading)
    expect(passed({ isForwarded: true, forwardingScore: 7 })).toMatchObject({
      forwarded: 'often',
      passage: { from: null, post: null, times: 7 },
    })
    expect(passed({ isForwarded: true })).not.toHaveProperty('passage')
  })

  it('hears a group only where it is meant, and takes our name off', () => {
    const group = '120363000000000001@g.us'
    const said = (body: string, fields: object = {}) =>
      readMessage(
        message({ id: key(group, '6281234567890@c.us'), author: '6281234567890@c.us', body, ...fields }),
        reading,
      )
    expect(said('pagi')).toMatchObject({ setting: 'group', addressed: false, from: { chat: group } })
    const ours = { mentionedJidList: [{ _serialized: '6281100000001@c.us' }] }
    expect(said('halo @6281100000001, cek PT X', ours)).toMatchObject({
      addressed: true,
      body: { kind: 'text', text: 'halo cek PT X' },
    })
    // Digits that only begin like ours are somebody else.
    expect(said('@62811000000019 halo', ours)?.body).toEqual({ kind: 'text', text: '@62811000000019 halo' })
    expect(
      said('2', { quotedMsg: { type: 'chat', body: 'x' }, quotedParticipant: '99900000000001@lid' }),
    ).toMatchObject({
      addressed: true,
    })
  })

  it('knows where a chat is, and where none is', () => {
    expect(placeOf('6281234567890')).toBe('6281234567890@c.us')
    expect(placeOf('111122223333444@lid')).toBe('111122223333444@lid')
    expect(placeOf('120363000000000001@g.us')).toBe('120363000000000001@g.us')
    for (const none of ['', 'ID.abc', '628@newsletter', 'status@broadcast', '6281234567890@c.us', '62 812']) {
      expect(placeOf(none)).toBeNull()
    }
    expect(serverOf('120363@newsletter')).toBe('other')
  })
})

describe('contact cards', () => {
  const card = (...lines: string[]): string => ['BEGIN:VCARD', ...lines, 'END:VCARD'].join('\r\n')

  it('reads names and numbers of both phones', () => {
    const android = card('VERSION:2.1', 'N:Agus;Pak;;;', 'TEL;CELL:0812-3456', 'TEL;WORK:+886 900')
    expect(readCard([android])).toEqual({ kind: 'card', name: 'Pak Agus', phones: ['0812-3456', '+886 900'] })
    const iphone = card(
      'VERSION:3.0',
      'FN:Bu Sri\\, Agen',
      'item1.TEL;waid=62813:+62 813',
      'item1.X-ABLabel:Ponsel',
    )
    expect(readCard([iphone])).toEqual({ kind: 'card', name: 'Bu Sri, Agen', phones: ['+62 813'] })
  })

  it('reads what was folded or written in signs', () => {
    const folded = card('FN:PT Maju', ' Jaya', 'TEL:0812')
    expect(readCard([folded])).toMatchObject({ name: 'PT MajuJaya' })
    const quoted = card('FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=89ka=20', 'TEL:0812')
    expect(readCard([quoted])).toMatchObject({ name: 'Éka' })
  })

  it('says nothing of what is no card', () => {
    expect(readCard(['', 'FN:x'])).toBeNull()
    expect(readCard([card()])).toEqual({ kind: 'card', name: '', phones: [] })
  })
})
