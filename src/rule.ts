/** The API for rule authors ("pgassay/rule"). The built-in rules use nothing else. */
export * from "./contract/index.ts";
