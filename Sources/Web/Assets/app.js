import { takeOverForms } from "./actions.js";
import { watchActivities } from "./activities.js";
import { watchCard } from "./card.js";
import { watchChatLists } from "./chat-lists.js";
import { watchSignOut } from "./kept.js";
import { watchKeyboard } from "./keyboard.js";
import { connect } from "./live.js";
import { watchNotifications } from "./notifications.js";
import { watchPages } from "./pages.js";
import { watchBell } from "./panel.js";
import { enhanceTabs } from "./tabs.js";
import { tick } from "./times.js";

enhanceTabs();
tick();
takeOverForms();
watchBell();
watchNotifications();
watchActivities();
watchChatLists();
watchCard();
watchPages();
watchKeyboard();
watchSignOut();

// What only some pages have is fetched there, and listens before the stream begins.
const has = (selector) => document.querySelector(selector) !== null;
const parts = [];
if (has("[data-conversation]")) {
  parts.push(import("./chat.js").then((module) => module.watchConversation()));
  parts.push(import("./composer.js").then((module) => module.watchComposer()));
} else {
  // Rows of Activities may come to any other page.
  parts.push(import("./mini-page.js").then((module) => module.watchMiniPage()));
}
if (has("[data-home]")) parts.push(import("./home.js"));
if (has("[data-page=activities]")) parts.push(import("./registry.js"));
if (has("[data-page=contacts]")) parts.push(import("./contacts.js"));
if (has("[data-alert-settings]")) parts.push(import("./alert-settings.js"));
if (has("[data-supervision]")) parts.push(import("./supervision.js").then((module) => module.watchSupervision()));
if (has("[data-reports]")) parts.push(import("./reports.js").then((module) => module.watchReports()));
await Promise.allSettled(parts);
connect();
