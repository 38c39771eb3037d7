// Conveniences; every page works without them.
(() => {
  // Times are written by the server in the reader's own zone from the next page on.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  if (/^[\w+/-]+$/.test(zone) && !document.cookie.includes(`zone=${zone}`)) {
    const safe = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `zone=${zone}; Path=/; Max-Age=31536000; SameSite=Lax${safe}`;
  }

  // Ctrl+Enter (or Cmd+Enter) presses the first button of the form one types in.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest("form");
    const button = form?.querySelector("[data-primary]")
      ?? form?.querySelector("button:not([formaction]):not([tabindex])");
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // "/" goes to the search box, as in every list people know.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
    const box = document.querySelector("input[type=search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
  });

  // A menu closes on Escape and on a click elsewhere.
  const menus = () => document.querySelectorAll("details.more[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // Filters that are lists answer at once.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]")) {
      event.target.form.requestSubmit();
    }
  });

  // A form that was sent is not sent twice by an impatient second click.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.target.dataset.sent && event.target.method === "post") {
      event.preventDefault();
      return;
    }
    event.target.dataset.sent = "1";
    setTimeout(() => delete event.target.dataset.sent, 4000);
  });
  addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
})();
