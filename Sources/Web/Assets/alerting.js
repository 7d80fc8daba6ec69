// Sound and desktop notifications are fetched when the page is at rest: the first view does without them. What came before
// they are there, they find in the lists.
const rest = 1000;
let alerts = null;

/** A row has just come. */
export const arrived = (id) => alerts?.arrived(id);

/** A row is gone. */
export const departed = (id) => alerts?.departed(id);

/** The panel was fetched anew. */
export const panelReplaced = () => alerts?.panelReplaced();

/** Alerts of what is new in the Notification Center. */
export function watchAlerts() {
  setTimeout(async () => {
    alerts = await import("./alerts.js");
    alerts.watchAlerts();
  }, rest);
}
