"use strict";
(function () {
  var root = document.documentElement, wanted = new URLSearchParams(location.search).get("lang");
  root.classList.add("js");
  function each(what, act) { Array.prototype.forEach.call(document.querySelectorAll(what), act); }
  each("input[name=lang]", function (box) {
    if (wanted === box.value) { box.checked = true; }
    function tell() { if (box.checked) { root.lang = box.value === "zh" ? "zh-Hans" : "en"; } }
    box.addEventListener("change", tell);
    tell();
  });
  each("[data-open]", function (button) {
    button.addEventListener("click", function () {
      each(button.dataset.open + " details", function (d) { d.open = button.dataset.to === "open"; });
    });
  });
  each("[data-verdict]", function (button) {
    button.addEventListener("click", function () {
      var on = button.getAttribute("aria-pressed") !== "true";
      each("[data-verdict]", function (b) { b.setAttribute("aria-pressed", String(on && b === button)); });
      each(".promise", function (p) {
        p.hidden = on && p.dataset.verdicts.split("|").indexOf(button.dataset.verdict) < 0;
      });
    });
  });
})();
