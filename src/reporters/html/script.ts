/** Filters, links that open what they lead to, and copying. The report is whole without it. */
export const SCRIPT = `"use strict";
(() => {
  const form = document.getElementById("filters");
  const articles = [...document.querySelectorAll("article.finding")];
  const groups = [...document.querySelectorAll("section.group")].map((section) => ({
    section,
    articles: [...section.querySelectorAll("article.finding")],
  }));
  let texts = null;
  const textOf = (article) => {
    texts ??= new Map(articles.map((one) => [one, (one.parentElement.querySelector("h3").textContent + " " + one.textContent).toLowerCase()]));
    return texts.get(article);
  };

  const apply = () => {
    const data = new FormData(form);
    const severities = new Set(data.getAll("severity"));
    const words = data.get("text").toLowerCase().split(/\\s+/).filter((word) => word !== "");
    const [category, rule, table] = ["category", "rule", "table"].map((name) => data.get(name));
    const matches = (article) =>
      severities.has(article.dataset.severity) &&
      (category === "" || article.dataset.category === category) &&
      (rule === "" || article.dataset.rule === rule) &&
      words.every((word) => textOf(article).includes(word));
    let shown = 0;
    for (const group of groups) {
      let here = 0;
      const open = table === "" || group.section.id === table;
      for (const article of group.articles) {
        const on = open && matches(article);
        if (article.hidden === on) article.hidden = !on;
        if (on) here += 1;
      }
      if (group.section.hidden === here > 0) group.section.hidden = here === 0;
      shown += here;
    }
    const of = articles.length.toLocaleString("en");
    form.querySelector("[role=status]").textContent =
      shown === articles.length ? "All " + of + " findings shown" : shown.toLocaleString("en") + " of " + of + " findings shown";
    remember(data);
  };

  /** The filters stand in the address, so that a view can be sent to somebody. */
  const remember = (data) => {
    const parts = new URLSearchParams();
    const boxes = [...form.querySelectorAll("[name=severity]")];
    for (const name of ["text", "category", "rule", "table"]) if (data.get(name) !== "") parts.set(name, data.get(name));
    if (boxes.some((box) => !box.checked)) parts.set("severity", data.getAll("severity").join(" "));
    const hash = parts.size === 0 ? "" : "#" + parts;
    if (hash !== "" || location.hash.includes("=")) history.replaceState(null, "", hash === "" ? location.pathname + location.search : hash);
  };

  const recall = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    for (const name of ["text", "category", "rule", "table"]) form.elements[name].value = parts.get(name) ?? "";
    const severities = parts.get("severity")?.split(" ") ?? null;
    for (const box of form.querySelectorAll("[name=severity]")) box.checked = severities === null || severities.includes(box.value);
    apply();
  };

  const visit = () => {
    if (location.hash.includes("=") && form !== null) return recall();
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null || target === document.body) return;
    if (form !== null && target.closest("[hidden]") !== null) {
      form.reset();
      apply();
    }
    if (target.matches("article.finding")) for (const details of target.querySelectorAll(":scope > details")) details.open = true;
    if (target.tabIndex === -1) target.focus({ preventScroll: true });
    target.scrollIntoView();
  };

  if (form !== null) {
    form.hidden = false;
    let waiting = 0;
    form.addEventListener("input", () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(apply);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    // The fields are empty only after the event.
    form.addEventListener("reset", () => setTimeout(apply));
    if (!location.hash.includes("=")) apply();
  }

  for (const button of document.querySelectorAll("button.only")) {
    if (form === null || ![...form.elements.rule.options].some((option) => option.value === button.dataset.only)) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      form.reset();
      form.elements.rule.value = button.dataset.only;
      apply();
      document.getElementById("findings").scrollIntoView();
      form.elements.rule.focus({ preventScroll: true });
    });
  }

  /** A button is made when its SQL is first seen: thousands of them would only cost. */
  const withCopy = (block) => {
    if (block.querySelector("button") !== null) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    const say = (word) => {
      button.textContent = word;
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    };
    button.addEventListener("click", () => {
      const code = block.querySelector("code");
      const byHand = () => {
        getSelection().selectAllChildren(code);
        say(document.execCommand("copy") ? "Copied" : "Selected");
      };
      if (navigator.clipboard === undefined) byHand();
      else navigator.clipboard.writeText(code.textContent).then(() => say("Copied"), byHand);
    });
    block.append(button);
  };
  document.addEventListener("toggle", (event) => {
    if (event.target.open) for (const block of event.target.querySelectorAll(".sql")) withCopy(block);
  }, true);

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
  addEventListener("hashchange", visit);
  if (location.hash !== "") visit();
})();
`;
