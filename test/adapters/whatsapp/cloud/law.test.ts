/** The Cloud API keeps the law of adapters. */
import { adapterLaw, type Failure } from '../../../contract/adapter.ts'
import { type Fault, fieldLimits } from '../../../kit/cloud-api/index.ts'
import { type CloudSubject, loadSamples, openCloud } from './subject.ts'

const metadata = { display_phone_number: '15550783881', phone_number_id: '106540352242922' }
let next = 0
const call = (value: object, field = 'messages'): object => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '102290129340398',
      changes: [{ field, value: { messaging_product: 'whatsapp', metadata, ...value } }],
    },
  ],
})
const message = (fields: object, from: string | undefined = '628120000001'): object =>
  call({
    contacts: [{ profile: { name: 'B' }, wa_id: from }],
    messages: [{ from, id: `wamid.LAW${next++}`, timestamp: '1764000900', ...fields }],
  })
const text = { type: 'text', text: { body: 'x' } }
const status = (fields: object): object =>
  call({
    statuses: [
      { id: 'wamid.S', status: 'read', timestamp: '1764000900', recipient_id: '628120000001', ...fields },
    ],
  })

const fault =
  (...faults: readonly Fault[]) =>
  async (subject: CloudSubject) => {
    for (const each of faults) subject.api.faults.failNext('message', each)
    return subject.chat
  }
const refused = (
  code: number,
  name: string,
  says?: Failure<CloudSubject>['says'],
): Failure<CloudSubject> => ({
  name: `${code}: ${name}`,
  arrange: fault({ kind: 'refuse', code }),
  ...(says === undefined ? {} : { says }),
})
const answered = (status: number, body: string): Fault => ({ kind: 'answer', status, body })

adapterLaw<CloudSubject>({
  name: 'whatsapp cloud',
  open: () => openCloud(),
  samples: loadSamples(),
  unheard: [
    { name: 'our own message', raw: message(text, '15550783881') },
    { name: 'an echo of the business app', raw: call({ message_echoes: [text] }, 'smb_message_echoes') },
    { name: 'a status', raw: status({}) },
    {
      name: 'a failed status',
      raw: status({ status: 'failed', errors: [{ code: 131026, title: 'Message undeliverable' }] }),
    },
    {
      name: 'a reaction',
      raw: message({ type: 'reaction', reaction: { message_id: 'wamid.X', emoji: '👍' } }),
    },
    {
      name: 'a message taken back',
      raw: message({ type: 'revoke', revoke: { original_message_id: 'wamid.X' } }),
    },
    { name: 'an edited message', raw: message({ type: 'edit', edit: { message: text } }) },
    { name: 'a pinned message', raw: message({ type: 'unsupported', unsupported: { type: 'pin' } }) },
    { name: 'the chat was opened', raw: message({ type: 'request_welcome' }) },
    {
      name: 'a new security code',
      raw: message({
        type: 'system',
        system: { type: 'customer_identity_changed', body: 'x', identity: 'y' },
      }),
    },
    { name: 'a message in a group', raw: message({ ...text, group_id: 'Y2FwaV9ncm91cA==' }) },
    { name: 'a message from nobody', raw: call({ messages: [{ id: 'wamid.N', timestamp: '1', ...text }] }) },
    { name: 'a message without an id', raw: message({ ...text, id: undefined }) },
    {
      name: 'another number of the account',
      raw: call({
        metadata: { phone_number_id: '1' },
        messages: [{ from: '62812345', id: 'w', timestamp: '1', ...text }],
      }),
    },
    { name: 'news of a template', raw: call({ event: 'APPROVED' }, 'message_template_status_update') },
    { name: 'trouble of the account', raw: call({ errors: [{ code: 130429, title: 'Rate limit hit' }] }) },
  ],
  unknown: [
    { name: 'a message of the future', raw: message({ type: 'hologram', hologram: { id: 'x' } }) },
    { name: 'a picture without a key', raw: message({ type: 'image', image: {} }) },
    { name: 'a key that is an address', raw: message({ type: 'image', image: { id: '../../me' } }) },
    { name: 'a text without words', raw: message({ type: 'text', text: 7 }) },
    { name: 'a message without a type', raw: message({}) },
    { name: 'a choice without a token', raw: message({ type: 'interactive', interactive: { type: 'x' } }) },
    { name: 'messages that are a number', raw: call({ messages: 7 }) },
    { name: 'no entries', raw: { object: 'whatsapp_business_account' } },
    { name: 'a list', raw: [] },
  ],
  refusesAbove: {
    text: fieldLimits.text,
    caption: fieldLimits.caption,
    buttons: fieldLimits.rows,
    label: fieldLimits.replyTitle,
  },
  failures: {
    throttled: [
      refused(130429, 'the number’s throughput', { afterMs: 5000 }),
      refused(80007, 'the account’s calls', { afterMs: 60_000 }),
      refused(4, 'the app’s calls', { afterMs: 60_000 }),
      refused(131048, 'too often reported', { afterMs: 600_000 }),
      refused(131057, 'raised to a higher throughput', { afterMs: 60_000 }),
      {
        name: '429 as a page',
        arrange: fault(answered(429, '<html>Too many</html>')),
        says: { afterMs: 5000 },
      },
    ],
    unreachable: [
      refused(131056, 'too many to this person', { afterMs: 4000 }),
      refused(131049, 'not this person today', { afterMs: 86_400_000 }),
      refused(131000, 'something went wrong'),
      refused(131016, 'unavailable'),
      refused(1, 'unknown'),
      refused(2, 'down'),
      refused(190, 'the token was revoked meanwhile', { afterMs: 60_000 }),
      refused(131005, 'access was taken away'),
      refused(131031, 'the account is locked'),
      refused(131042, 'payment is due'),
      refused(368, 'restricted'),
      refused(133010, 'our number is not registered'),
      { name: '500 as a page', arrange: fault(answered(500, '<html>')) },
      { name: '502 as a page', arrange: fault(answered(502, '<html>Bad Gateway</html>')) },
      { name: '404 as a page', arrange: fault(answered(404, '<html>')) },
      { name: 'a page with 200', arrange: fault(answered(200, '<html>')) },
      { name: 'another JSON', arrange: fault(answered(200, '{"messages":"yes"}')) },
      { name: 'an answer without an id', arrange: fault(answered(200, '{"messages":[{}]}')) },
      { name: 'no JSON object', arrange: fault(answered(200, 'null')) },
      { name: 'nothing in it', arrange: fault(answered(200, '')) },
      {
        name: 'an unknown error that passes',
        arrange: fault(answered(400, '{"error":{"code":999999,"message":"x","is_transient":true}}')),
      },
      { name: 'half a body', arrange: fault({ kind: 'half' }) },
      { name: 'the line cut before', arrange: fault({ kind: 'drop-before' }) },
      { name: 'the line cut after', arrange: fault({ kind: 'drop-after' }) },
      { name: 'no answer at all', arrange: fault({ kind: 'hang' }) },
    ],
    blocked: [refused(131026, 'undeliverable, perhaps blocked'), refused(131050, 'stopped marketing')],
    'no-such-chat': [
      { name: 'an address of another channel', arrange: async ({ address }) => address('62812@c.us') },
      { name: 'a group', arrange: async ({ address }) => address('-100123') },
      refused(131030, 'not in the list of a test number'),
      refused(131021, 'to ourselves'),
      refused(130497, 'a country we may not write to'),
    ],
    'window-closed': [
      { name: 'a person who never wrote', arrange: async ({ address }) => address('628120000599') },
      {
        name: 'a day after they wrote',
        async arrange({ api, chat, address }) {
          api.limits.heard('628120000501')
          api.clock.advance(24 * 3_600_000)
          // The others wrote again meanwhile.
          api.limits.heard(chat.chat)
          return address('628120000501')
        },
      },
    ],
    malformed: [
      { name: 'an empty text', arrange: async ({ chat }) => chat },
      refused(132001, 'no such template'),
      refused(131051, 'a kind that is not known'),
      {
        name: 'words with our text in them',
        arrange: fault(
          answered(
            400,
            '{"error":{"message":"(#131009) Parameter \'RAHASIA +6281234567890\' is wrong","code":131009,"error_data":{"details":"RAHASIA 81234567890"}}}',
          ),
        ),
      },
    ],
  },
})
