// Show a diagram, and where its ticket is: done, waiting, failed, how often.
(() => {
  const PADDING = 20;
  const LOGO = 52; // bpmn.io's mark keeps the bottom right corner to itself
  const LEAST = 200;
  const MOST = 620;

  for (const box of document.querySelectorAll("[data-diagram]")) mount(box);

  // bpmn-js's own fit cuts labels at the edges; this leaves air, never above 100 %.
  function fit(canvas) {
    canvas.zoom(1);
    const view = canvas.viewbox();
    const inner = view.inner;
    const scale = Math.min(
      1,
      view.outer.width / (inner.width + 2 * PADDING),
      view.outer.height / (inner.height + 2 * PADDING + LOGO),
    );
    const width = view.outer.width / scale;
    const height = view.outer.height / scale;
    canvas.viewbox({
      x: inner.x - (width - inner.width) / 2,
      y: inner.y - (height - inner.height - LOGO) / 2,
      width,
      height,
    });
  }

  // As tall as the diagram is at this width, within reason.
  function grow(box, inner) {
    const scale = Math.min(1, box.clientWidth / (inner.width + 2 * PADDING));
    const wanted = (inner.height + 2 * PADDING + LOGO) * scale;
    box.style.height = `${Math.max(LEAST, Math.min(MOST, Math.ceil(wanted)))}px`;
  }

  async function mount(box) {
    try {
      await show(box);
      box.dataset.ready = "1";
    } catch (error) {
      const message = document.createElement("p");
      message.className = "wait";
      message.textContent = box.dataset.trouble;
      box.replaceChildren(message);
      box.dataset.ready = "failed";
    }
  }

  async function text(url) {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }

  async function show(box) {
    const [xml, progress] = await Promise.all([
      text(box.dataset.diagram),
      box.dataset.progress ? text(box.dataset.progress).then(JSON.parse) : null,
    ]);
    box.replaceChildren();
    const viewer = new BpmnJS({ container: box });
    await viewer.importXML(xml);
    const canvas = viewer.get("canvas");
    grow(box, canvas.viewbox().inner);
    canvas.resized();
    fit(canvas);
    new ResizeObserver(() => {
      canvas.resized();
      fit(canvas);
    }).observe(box);
    if (progress) {
      mark(viewer, progress, box);
      lookAt(viewer, progress.active[0], box);
    }
    for (const id of (box.dataset.faulty ?? "").split(" ")) {
      if (viewer.get("elementRegistry").get(id)) canvas.addMarker(id, "is-faulty");
    }
  }

  // On a phone the canvas is wider than the screen: begin where the ticket is.
  function lookAt(viewer, entry, box) {
    const element = entry && viewer.get("elementRegistry").get(entry.element_id);
    if (!element) return;
    const view = viewer.get("canvas").viewbox();
    const middle = (element.x + element.width / 2 - view.x) * view.scale;
    box.parentElement.scrollLeft = middle - box.parentElement.clientWidth / 2;
  }

  function mark(viewer, progress, box) {
    const canvas = viewer.get("canvas");
    const registry = viewer.get("elementRegistry");
    for (const id of progress.flows) {
      if (registry.get(id)) canvas.addMarker(id, "is-done");
    }
    // A place that waits again after it was done shows the waiting.
    const active = new Set(progress.active.map((entry) => entry.element_id));
    const done = progress.completed.filter((entry) => !active.has(entry.element_id));
    put(viewer, done, "done", box);
    put(viewer, progress.active, "active", box);
    put(viewer, progress.failed, "failed", box);
  }

  function put(viewer, entries, state, box) {
    const canvas = viewer.get("canvas");
    const registry = viewer.get("elementRegistry");
    for (const { element_id: id, count } of entries) {
      const element = registry.get(id);
      if (!element || element.waypoints) continue;
      canvas.addMarker(id, `is-${state}`);
      // One is what everybody expects; a waiting timer says so by its colour.
      const quiet = state === "done" || element.type === "bpmn:BoundaryEvent";
      if (quiet && state !== "failed" && count < 2) continue;
      const badge = document.createElement("span");
      badge.className = `token token-${state}`;
      badge.textContent = state === "failed" ? "!" : count;
      badge.title = `${box.dataset[state]} × ${count}`;
      viewer.get("overlays").add(id, "count", {
        position: { top: -12, right: 14 },
        html: badge,
      });
    }
  }
})();
