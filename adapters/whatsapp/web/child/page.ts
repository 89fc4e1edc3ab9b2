/** What we ask the page beside the library, as expressions: it has no type we could check, and each is one question. */

/** Everything after `ready` hangs on this mark, which dies with the page. From then on the page itself lets no message go
 * while it has no session: of a logout it knows some moments before we do. Asked in the last moment, since before it the
 * library waits for much. */
export const mark = `(() => {
  if (window.WWebJS.attached === true) return
  const { Socket } = window.require('WAWebSocketModel')
  const { getMaybeMePnUser, getMaybeMeLidUser } = window.require('WAWebUserPrefsMeUser')
  const action = window.require('WAWebSendMsgChatAction')
  const send = action.addAndSendMsgToChat
  action.addAndSendMsgToChat = (...message) => {
    const isUs = Boolean(getMaybeMePnUser() ?? getMaybeMeLidUser())
    if (!isUs || Socket.state !== 'CONNECTED' || Socket.hasSynced !== true) throw new Error('no session')
    return send(...message)
  }
  window.WWebJS.attached = true
})()`

export const look = `(() => {
  const { state, hasSynced } = window.require('WAWebSocketModel').Socket
  return { state: state ?? null, synced: hasSynced === true, attached: window.WWebJS?.attached === true }
})()`

/** The library waits for the page, but the page had finished before. Never while it is at work: twice would be too often. */
export const attach = 'if (window.WWebJS === undefined) window.onAppStateHasSyncedEvent?.()'

export const refreshQr = `window.require('WAWebCmd').Cmd.refreshQR()`

export const me = `(() => {
  const { getMaybeMePnUser, getMaybeMeLidUser } = window.require('WAWebUserPrefsMeUser')
  return { phone: getMaybeMePnUser()?._serialized ?? null, lid: getMaybeMeLidUser()?._serialized ?? null }
})()`

/** Asks only what the page knows already: questions to WhatsApp about strangers are what blocked bots are known by. */
export const people = (ids: readonly string[]): string => `(() => {
  const { createWid } = window.require('WAWebWidFactory')
  const { getCurrentLid, getPhoneNumber } = window.require('WAWebApiContact')
  return ${JSON.stringify(ids)}.map((id) => {
    const wid = createWid(id)
    const hidden = wid.server === 'lid'
    return {
      id,
      phone: (hidden ? getPhoneNumber(wid)?._serialized : id) ?? null,
      lid: (hidden ? id : getCurrentLid(wid)?._serialized) ?? null,
    }
  })
})()`

/** Chats with something unread, and how much; without channels and statuses. */
export const unreadChats = `window.require('WAWebCollections').Chat.getModelsArray()
  .filter((chat) => chat.unreadCount > 0 && ['c.us', 'lid', 'g.us'].includes(chat.id.server))
  .map((chat) => ({ id: chat.id._serialized, unread: chat.unreadCount }))`

export const typing = (chat: string): string =>
  `window.WWebJS.sendChatstate('typing', ${JSON.stringify(chat)})`
