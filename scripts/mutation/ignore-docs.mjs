import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** What is written for people and read by no rule: the docs of a rule, and the descriptions of its options. */
const isDocs = (path) => path.isObjectProperty() && path.node.key.type === "Identifier" && path.node.key.name === "docs";
const isDescription = (path) =>
  path.isCallExpression() && path.node.callee.type === "MemberExpression" && path.node.callee.property.name === "describe";

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "docs", {
    shouldIgnore(path) {
      if (isDocs(path)) return "docs for people, checked by npm run generate";
      if (path.isStringLiteral() && path.parentPath !== null && isDescription(path.parentPath)) return "the description of an option";
      return undefined;
    },
  }),
];
