/** How reports of the watch are told from those of people. */
import type { ChannelName } from '#engine'

/** Nobody writes to us on it: its reports are what we have read by ourselves. */
export const watchChannel = 'watch' as ChannelName
