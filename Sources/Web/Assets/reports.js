/** Keeps the period's name and its two days in step: a day that is chosen is a period of its own, a name needs no days. */
export function watchReports() {
  const field = (form, name) => form.elements.namedItem(name);
  // Before the form is sent, which happens when the event has come up to the document.
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("[data-reports] form");
    if (!form) return;
    if (event.target.type === "date" && event.target.value) field(form, "period").value = "custom";
    if (event.target.name !== "period") return;
    if (event.target.value !== "custom") {
      for (const name of ["from", "to"]) field(form, name).value = "";
    } else if (!field(form, "from").value) {
      // Without a day there is nothing to show yet.
      event.stopPropagation();
      field(form, "from").focus();
    }
  }, { capture: true });
}
