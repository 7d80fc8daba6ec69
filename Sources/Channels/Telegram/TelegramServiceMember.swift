/// The members by which a message tells that something happened in the chat, instead of what somebody wrote
/// (https://core.telegram.org/bots/api#message). A message with none of them is a customer's, also where we do not know
/// its kind.
enum TelegramServiceMember: String, CodingKey, CaseIterable {
  case new_chat_members, left_chat_member, new_chat_title, new_chat_photo, delete_chat_photo
  case group_chat_created, supergroup_chat_created, channel_chat_created
  case chat_owner_left, chat_owner_changed
  case message_auto_delete_timer_changed, migrate_to_chat_id, migrate_from_chat_id, pinned_message
  case successful_payment, refunded_payment, user_shared, users_shared, chat_shared
  case gift, unique_gift, gift_upgrade_sent
  case connected_website, write_access_allowed, passport_data, proximity_alert_triggered
  case boost_added, chat_background_set, checklist_tasks_done, checklist_tasks_added
  case direct_message_price_changed, paid_message_price_changed
  case forum_topic_created, forum_topic_edited, forum_topic_closed, forum_topic_reopened
  case general_forum_topic_hidden, general_forum_topic_unhidden
  case giveaway_created, giveaway_completed, managed_bot_created, poll_option_added, poll_option_deleted
  case suggested_post_approved, suggested_post_approval_failed, suggested_post_declined
  case suggested_post_paid, suggested_post_refunded
  case video_chat_scheduled, video_chat_started, video_chat_ended, video_chat_participants_invited
  case voice_chat_scheduled, voice_chat_started, voice_chat_ended, voice_chat_participants_invited
  case web_app_data

  /// Whether the message that is being decoded has one of them.
  static func isPresent(in decoder: any Decoder) throws -> Bool {
    try !decoder.container(keyedBy: TelegramServiceMember.self).allKeys.isEmpty
  }
}
