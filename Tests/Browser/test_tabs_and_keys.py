"""Many tabs of one operator, and an operator without a pointer."""

from playwright.sync_api import expect
from story import missed_chat, missed_chats, new_customer
from workplace import hide, noted, resync


def test_eight_tabs_of_one_operator_are_all_live(desk, workplace, telegram, api):
    pages = [workplace.operator("ivan")]
    for _ in range(7):
        page = pages[0].context.new_page()
        page.goto(f"{desk.url}/activities")
        pages.append(page)
    for page in pages:
        expect(page.locator("#live-status")).to_have_attribute("data-state", "live")
    activity = missed_chat(telegram, api("ivan"), "Eight tabs, one stream")
    for page in pages:
        noted(page, f"notification-{activity['id']}", "came")
    assert api("maria").post(f"/activities/{activity['id']}/acceptance").is_success
    for page in pages:
        expect(page.locator(f"#notification-{activity['id']}")).to_have_count(0)


def test_a_task_is_accepted_with_the_keyboard_alone(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Hands off the mouse")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    button = f"#activity-{activity['id']} [data-accept]"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", button):
            break
    assert page.evaluate("(selector) => document.activeElement.matches(selector)", button), "Accept cannot be reached"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "what has the focus does not show it"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/activities/{activity['id']}**")
    expect(page.locator("#reply-text")).to_be_visible()


def test_the_preview_opens_by_its_button_and_closes_by_escape(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "A closer look")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    page.locator(f"#activity-{activity['id']} [data-peek]").focus()
    page.keyboard.press("Enter")
    preview = page.locator("#mini-page")
    expect(preview.get_by_text("Complete task").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()


def test_a_title_with_the_focus_shows_its_preview_after_a_moment(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Just resting here")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    page.keyboard.press("j")
    title, preview = page.locator(f"#activity-{activity['id']} [data-preview]"), page.locator("#mini-page")
    expect(title).to_be_focused()
    expect(preview.get_by_text("Complete task").first).to_be_visible()
    expect(title).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
        if preview.evaluate("(one) => one.contains(document.activeElement)"):
            break
    expect(preview.locator(":focus")).to_have_count(1)
    expect(preview).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    expect(title).to_be_focused()


def test_tasks_are_completed_and_canceled_from_their_previews(workplace, telegram, api):
    done, dropped = missed_chats(telegram, api("ivan"), "Told by phone", "Wrong number")
    ivan, maria = (workplace.operator(login, "/activities?status=Not+started") for login in ("ivan", "maria"))
    preview = ivan.locator("#mini-page")

    ivan.locator(f"#activity-{done['id']} [data-preview]").hover()
    preview.get_by_text("Complete task").click()
    fill_in(preview.locator("form[data-action=complete]"), "resolved", "Told by phone at noon.")

    for page in (ivan, maria):
        expect(page.locator(f"#activity-{done['id']}")).to_have_count(0)
    expect(preview).to_be_hidden()
    ivan.locator(f"#activity-{dropped['id']} [data-peek]").click()
    preview.get_by_text("Cancel task").click()
    fill_in(preview.locator("form[data-action=cancel]"), "spam", "")

    for page in (ivan, maria):
        expect(page.locator(f"#activity-{dropped['id']}")).to_have_count(0)
        expect(page.locator("#bell-count")).to_be_hidden()
    saved = [api("ivan").get(f"/activities/{one['id']}").json() for one in (done, dropped)]
    assert [(one["status"], one["result"], one["notes"]) for one in saved] == [
        ("Completed", "resolved", "Told by phone at noon."), ("Canceled", "spam", "")]


def test_hovering_over_a_title_opens_its_preview(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Just hovering")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    page.locator(f"#activity-{activity['id']} [data-preview]").hover()
    expect(page.locator("#mini-page").get_by_text("Cancel task").first).to_be_visible()


def test_a_preview_stands_where_it_was_put_also_where_the_page_holds_what_is_fixed(workplace, telegram, api):
    """As in the Safari and Firefox of 2024, in which any container for queries does."""
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "Beside its title", customer)
    page = workplace.operator("ivan", "/activities?status=Not+started")
    page.evaluate("document.querySelector('main').style.contain = 'layout'")
    row, preview = page.locator(f"#activity-{activity['id']}"), page.locator("#mini-page")
    row.locator("[data-peek]").click()
    expect(preview.get_by_text("Cancel task").first).to_be_visible()
    assert preview.evaluate(IS_WHERE_IT_WAS_PUT)

    telegram.write(customer, "Олена Мельник", "And once more")
    expect(row.locator(".excerpt")).to_have_text("And once more")
    expect(preview.get_by_text("Cancel task").first).to_be_visible()
    assert preview.evaluate(IS_WHERE_IT_WAS_PUT)


def test_a_tab_that_slept_is_told_to_fetch_again(workplace):
    page = workplace.operator("ivan", "/activities")
    told = page.evaluate("""() => new Promise((told) => {
      const { assets, operator } = document.documentElement.dataset;
      const { port } = new SharedWorker(`${assets}/live-worker.js`, { type: "module", name: `answerback-${operator}` });
      port.onmessage = ({ data }) => data.type === "event" && told(data.event);
      // The worker does not know it, as it does not know one that said nothing for minutes.
      port.postMessage({ type: "alive" });
      setTimeout(() => told("nothing"), 5000);
    })""")
    assert told == "resync"


def test_what_a_hidden_tab_missed_it_fetches_when_somebody_comes_back(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Behind another tab")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    page.locator(f"#activity-{activity['id']}").evaluate("(row) => row.remove()")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/activities?" in request.url else None)
    hide(page, True)
    resync(page)
    page.wait_for_timeout(500)
    assert asked == []
    hide(page, False)
    expect(page.locator(f"#activity-{activity['id']}")).to_be_visible()


def test_a_time_zone_that_the_browser_does_not_know_stops_nothing(desk, workplace):
    page = workplace.operator("ivan")
    page.route(f"{desk.url}/activities", lambda route: route.fulfill(
        response=(answer := route.fetch()), body=answer.text().replace('data-zone="', 'data-zone="Mars/')))
    page.goto(f"{desk.url}/activities")
    assert page.locator("html").get_attribute("data-zone").startswith("Mars/")
    expect(page.locator("#live-status")).to_have_attribute("data-state", "live")


IS_WHERE_IT_WAS_PUT = """(one) => {
  const { left, top } = one.getBoundingClientRect();
  return Math.abs(left - parseFloat(one.style.left)) < 1 && Math.abs(top - parseFloat(one.style.top)) < 1;
}"""

# The worker's own script in a page, where its stream can be played: a server that began anew, then one change.
NEW_SERVER = """async () => {
  const sources = [];
  window.EventSource = class extends EventTarget {
    readyState = 1;
    constructor() { super(); sources.push(this); }
    close() {}
  };
  await import(`${document.documentElement.dataset.assets}/live-worker.js`);
  const join = async (position) => {
    const { port1, port2 } = new MessageChannel();
    const heard = [];
    port2.onmessage = ({ data }) => data.type === "event" && heard.push(data.event);
    dispatchEvent(new MessageEvent("connect", { ports: [port1] }));
    port2.postMessage({ type: "hello", position });
    await new Promise((done) => setTimeout(done, 200));
    return heard;
  };
  const tell = (name, lastEventId) => sources.at(-1).dispatchEvent(new MessageEvent(name, { data: "{}", lastEventId }));
  const before = await join("before-7");
  tell("resync", "after-3");
  tell("added", "after-4");
  return { before, after: await join("after-3") };
}"""


def test_after_the_server_began_anew_each_new_page_gets_just_what_it_missed(workplace):
    heard = workplace.operator("ivan", deaf=True).evaluate(NEW_SERVER)
    assert heard == {"before": ["resync", "added"], "after": ["added"]}


def fill_in(form, result, notes):
    form.locator("[name=result]").select_option(result)
    form.locator("[name=notes]").fill(notes)
    form.get_by_role("button", name="Save").click()
