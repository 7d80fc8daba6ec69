import { searchOn } from "./searching.js";

const goOn = () => searchOn(() => document.querySelector("[data-page=contacts] section"), "[data-contacts] tr");

goOn();
document.addEventListener("page", goOn);
