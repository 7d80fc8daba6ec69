import { searchOn } from "./searching.js";

const goOn = () => searchOn(() => document.querySelector("[data-page=contacts] section"), "[data-contacts] tr");

goOn();
for (const name of ["page", "parts-replaced"]) document.addEventListener(name, goOn);
