// A day can also be moved: a slider under each date field that asks for one. Without scripts the field alone does it.
(function () {
  "use strict";
  var DAY = 86400000;
  function days(text) { return Math.round(Date.parse(text + "T00:00:00Z") / DAY); }
  function text(days) { return new Date(days * DAY).toISOString().slice(0, 10); }
  document.querySelectorAll("input[data-slider]").forEach(function (field) {
    var slider = document.createElement("input");
    slider.type = "range";
    slider.className = "wide";
    slider.min = days(field.dataset.from);
    slider.max = days(field.dataset.to);
    slider.value = days(field.value || field.dataset.to);
    slider.setAttribute("aria-label", document.querySelector("label[for='" + field.id + "']").textContent);
    slider.setAttribute("aria-valuetext", field.value);
    slider.addEventListener("input", function () {
      field.value = text(Number(slider.value));
      slider.setAttribute("aria-valuetext", field.value);
    });
    slider.addEventListener("change", function () { field.form.requestSubmit(); });
    field.addEventListener("change", function () { if (field.value) { slider.value = days(field.value); } });
    field.after(slider);
  });
})();
